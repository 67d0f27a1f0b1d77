import questions from "../../../../samples/product-support/questions.jsonl?raw";

interface Asked {
  question: string;
  product: string;
  reference_answer: string;
  answerable: boolean;
}

const manuals = import.meta.glob<string>("../../../../samples/product-support/manuals/*.md", { query: "?raw", import: "default", eager: true });

const manualOf = (product: string) => Object.entries(manuals).find(([path]) => path.endsWith(`/${product}.md`))?.[1].trim() ?? "";

// A part of a manual begins with a heading of the second level.
const factsOf = (manual: string) => /^## Technical data\n+([^#]*)/m.exec(manual)?.[1]?.trim() ?? "";

/** The questions of the sample workspace, each with what its product's manual says, as JSON Lines. */
export function sampleLines(): string {
  return questions
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Asked)
    .map(({ question, product, reference_answer, answerable }) => {
      const manual = manualOf(product);
      return JSON.stringify({ question, product, facts: factsOf(manual), manual, reference_answer, answerable });
    })
    .join("\n");
}

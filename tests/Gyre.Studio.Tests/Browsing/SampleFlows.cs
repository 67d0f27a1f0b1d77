using Gyre.Testing;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>Flows of the sample workspace: one with a condition and variants, one that chats, one with faults, one prompt.</summary>
internal static class SampleFlows
{
    public const string Support = "flows/support/flow.dag.yaml";

    /// <summary>A flow that takes a picture, and a row with one.</summary>
    public static void WritePictures(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "flows/label"));
        File.WriteAllText(Path.Combine(folder, "flows/label/flow.dag.yaml"), """
            display_name: Label
            inputs:
              picture: { type: image }
            outputs:
              text: { type: string, reference: "${look.output}" }
            nodes:
            - name: look
              type: prompt
              source: { type: code, path: look.jinja2 }
              inputs: { picture: "${inputs.picture}" }
            """);
        File.WriteAllText(Path.Combine(folder, "flows/label/look.jinja2"), "What is on it? ![image]({{picture}})");
        File.WriteAllBytes(Path.Combine(folder, "data/label.png"), Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAEAAAAAgCAIAAAAt/+nTAAAAu0lEQVR42u3P4UYDAABG0b3BiBgRMWKMETEiRkSMGDEiYowxxiXGiMiNiBgjxoiIiDEixoixh9oz9P87b3AKRdzBXSzhHu7jAZbxECtYxRoe4THW8QRPsYFneI4X2MRLbOEVtvEab/AWO9jFHvZxgOAdDnGE9/iAj/iEz/iCrzjGCb7hFGf4jh/4iV/4jXNc4A/+4hJX+Idr3GAhgQQSSCCBBBJIIIEEEkgggQQSSCCBBBJIIIEEEvhvYAsEQ1ymdji//wAAAABJRU5ErkJggg=="));
        File.WriteAllText(Path.Combine(folder, "data/pictures.jsonl"), """{"picture": {"data:image/png;path": "label.png"}}""" + "\n");
    }

    public static void Write(TemporaryFolder workspace)
    {
        workspace.Write(Support, """
            # The assistant of the support team.
            display_name: Support
            description: Answers a question from the handbook, and translates the answer where it is asked to.
            inputs:
              question:
                type: string
                default: Where does Gyre run?
                description: What the customer asks.
              language:
                type: string
                default: en
                enum: [en, de]
              options:
                type: object
                default: { polite: true }
            outputs:
              answer:
                type: string
                reference: ${answer.output}
              translation:
                type: string
                reference: ${translate.output}
            nodes:
            - name: handbook # read anew each time
              type: prompt
              source: { type: code, path: handbook.jinja2 }
              inputs:
                options: ${inputs.options}
            - name: answer
              use_variants: true
            - name: translate
              type: llm
              source: { type: code, path: translate.jinja2 }
              inputs:
                model: gpt-4.1-mini
                text: ${answer.output}
              connection: openai
              api: chat
              activate:
                when: ${inputs.language}
                is: de
            node_variants:
              answer:
                default_variant_id: short
                variants:
                  short:
                    node:
                      type: llm
                      source: { type: code, path: answer.jinja2 }
                      inputs:
                        model: gpt-4.1-mini
                        temperature: 0
                        question: ${inputs.question}
                        handbook: ${handbook.output}
                      connection: openai
                      api: chat
                  quoted:
                    node:
                      type: llm
                      source: { type: code, path: answer.jinja2 }
                      inputs:
                        model: offline/quote
                        question: ${inputs.question}
                        handbook: ${handbook.output}
                      connection: offline
                      api: chat
            """);
        workspace.Write("flows/support/handbook.jinja2", """
            Gyre runs on a laptop with SQLite inside, and on a cluster with PostgreSQL as the only other server.
            {% if options.polite %}Answer politely.{% endif %}
            """);
        workspace.Write("flows/support/answer.jinja2", """
            # system:
            Answer from the handbook in one sentence.

            Context:
            {{handbook}}

            # user:
            {{question}}
            """);
        workspace.Write("flows/support/translate.jinja2", """
            # user:
            Translate into German: {{text}}
            """);
        workspace.Write("flows/chat/flow.dag.yaml", """
            display_name: Chat with the handbook
            inputs:
              chat_history: { type: list, is_chat_history: true, default: [] }
              question: { type: string, is_chat_input: true }
            outputs:
              answer: { type: string, reference: "${reply.output}", is_chat_output: true }
            nodes:
            - name: reply
              type: llm
              source: { type: code, path: reply.jinja2 }
              inputs:
                model: gpt-4.1-mini
                question: ${inputs.question}
                chat_history: ${inputs.chat_history}
              connection: openai
              api: chat
            """);
        workspace.Write("flows/chat/reply.jinja2", """
            # system:
            You are helpful.
            {% for turn in chat_history %}
            # user:
            {{turn.inputs.question}}
            # assistant:
            {{turn.outputs.answer}}
            {% endfor %}
            # user:
            {{question}}
            """);
        workspace.Write("flows/broken/flow.dag.yaml", """
            display_name: Not finished yet
            inputs:
              text: { type: string }
            outputs:
              out: { type: string, reference: "${sumary.output}" }
            nodes:
            - name: summary
              type: llm
              source: { type: code, path: nowhere.jinja2 }
              inputs: { text: "${inputs.text}" }
              connection: openai
              api: chat
            """);
        workspace.Write("prompts/greeting.prompty", """
            ---
            name: Greeting
            description: Greets somebody by name.
            model:
              api: chat
              configuration:
                connection: openai
                model: gpt-4.1-mini
            inputs:
              name: { type: string, default: Ada }
            ---
            system:
            Greet the user.

            user:
            I am {{name}}.
            """);
    }
}

/** Whether a part of the page could not be had from the server: it is away, or has another version of the page. Browsers say so in words of their own. */
export const isMissingFile = (fault: unknown): fault is Error => fault instanceof Error && /dynamically imported module|module script|preload CSS/i.test(fault.message);

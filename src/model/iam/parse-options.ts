/** How policy documents are read. */

/** Where a policy belongs, which decides whether it names principals and resources. */
export type PolicyKind = "identity" | "resource" | "trust";

export interface ParseOptions {
  /** Without it, what only depends on the kind is not checked. */
  readonly kind?: PolicyKind;
  /**
   * `refuse` (the default) for documents that are to be written: an element or operator that is not known is a problem. `keep` for documents
   * that AWS holds: it is kept, and a decision counts the statement against the request.
   */
  readonly unknown?: "refuse" | "keep";
  /**
   * The most a document may hold: bytes of its text (S3: 20,480; KMS: 32,768), or characters that are not white space (IAM: 6,144 for a managed
   * policy). Counted on the text; on a value that is not text, on its shortest JSON.
   */
  readonly limit?: { readonly count: "bytes" | "characters"; readonly most: number };
}

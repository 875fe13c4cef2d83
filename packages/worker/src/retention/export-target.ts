/** Where rows go before they are removed. */
export interface ExportTarget {
  /** The place, as people know it: a folder, or a bucket with a prefix. Without credentials. */
  readonly place: string;
  /** Resolves once the file is durable there. A file of the same name is replaced whole. */
  write(name: string, text: string): Promise<void>;
}

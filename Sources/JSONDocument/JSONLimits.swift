/// How large and how deep a JSON text may be, and whether strings may contain U+0000.
public struct JSONLimits: Sendable, Hashable {
    /// The size of the text in bytes.
    public var maxBytes: Int

    /// How many arrays and objects may contain each other: 1 is a flat one; 0 to 512, and what is outside is clamped.
    public var maxDepth: Int {
        didSet { maxDepth = Self.clamped(maxDepth) }
    }

    /// Whether `\u0000` is read like any other escape; no by default, because PostgreSQL cannot hold it.
    ///
    /// Yes is for tools that only judge a document, as the standard would.
    public var allowsNUL: Bool

    public init(maxBytes: Int, maxDepth: Int = 64, allowsNUL: Bool = false) {
        self.maxBytes = maxBytes
        self.allowsNUL = allowsNUL
        self.maxDepth = Self.clamped(maxDepth)
    }

    /// For a metadata document or a schema: 4 MiB, 64 levels.
    public static let metadata = JSONLimits(maxBytes: 4 << 20)

    /// For the body of a request: 16 MiB, 64 levels.
    public static let body = JSONLimits(maxBytes: 16 << 20)

    // The writer, comparisons and the freeing of a value recurse: 512 levels take less than 200 kB of stack.
    private static func clamped(_ depth: Int) -> Int { min(max(depth, 0), 512) }
}

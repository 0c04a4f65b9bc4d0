/// Beginnings of words that look alike and mean the contrary, or another thing.
enum Opposites {
    private static let pairs = [
        ("intra", "inter"), ("hypo", "hyper"), ("pre", "pro"), ("micro", "macro"), ("endo", "ecto"), ("endo", "exo"),
        ("sub", "sup"), ("iso", "aniso"), ("di", "de"),
    ]

    /// Whether one of the words, in lower case, begins with one of a pair and the other with its opposite.
    static func differ(_ left: String, _ right: String) -> Bool {
        pairs.contains { one, other in
            left.hasPrefix(one) && right.hasPrefix(other) || left.hasPrefix(other) && right.hasPrefix(one)
        }
    }
}

/// One statement and its parameters, which are always bound and never part of the text.
package struct PostgresStatement: Sendable {
    enum Text: Sendable {
        case fixed(StaticString)
        case named(PostgresText)
        case composed(String)
    }
    let text: Text
    package let values: [PostgresValue]

    /// - Parameter sql: known at compile time, so that nothing a client sends can become SQL.
    package init(_ sql: StaticString, _ values: [PostgresValue] = []) {
        text = .fixed(sql)
        self.values = values
    }

    /// - Parameter values: in the order of ``PostgresText/names``.
    package init(_ text: PostgresText, _ values: [PostgresValue] = []) {
        self.text = .named(text)
        self.values = values
    }

    /// For text that we composed ourselves of static parts: migrations, `VALUES` lists of varying length.
    ///
    /// - Parameter composed: must hold nothing that came from outside.
    package init(composed: String, _ values: [PostgresValue] = []) {
        text = .composed(composed)
        self.values = values
    }

    package var sql: String {
        switch text {
        case .fixed(let text): text.description
        case .named(let text): text.sql
        case .composed(let text): text
        }
    }

    /// Calls `body` with the text as C wants it.
    func withCString<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
        switch text {
        case .fixed(let text) where text.hasPointerRepresentation:
            body(UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self))  // ends with a zero byte
        case .fixed(let text): text.description.withCString(body)
        case .named(let text): text.sql.withCString(body)
        case .composed(let text): text.withCString(body)
        }
    }
}

package import HTTPTypes
package import JSONDocument

/// An answer of the API, whole.
package struct TestAnswer: Sendable, CustomStringConvertible {
    package let status: Int
    package let headers: HTTPFields
    package let body: [UInt8]

    package init(status: Int, headers: HTTPFields, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    package var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    /// What an error says; empty for other answers.
    package var reason: String { json["reason"]?.stringValue ?? "" }

    package subscript(name: HTTPField.Name) -> String? { headers[name] }
    package subscript(member: String) -> JSONValue { json[member] ?? .null }

    package var description: String { "\(status) \(text)" }
}

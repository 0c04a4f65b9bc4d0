internal import Foundation

/// One response, read whole.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By lower-case name; of several with one name the last.
    let headers: [String: String]
    let body: [UInt8]

    func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        do { return try JSONDecoder().decode(type, from: Data(body)) } catch {
            throw BenchError("an answer is not the JSON expected: \(String(decoding: body.prefix(500), as: UTF8.self))")
        }
    }
}

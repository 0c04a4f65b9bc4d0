internal import Crypto

/// A Lua script: what it says, and the digest that Redis knows it by.
package struct RedisScript: Sendable {
    /// For messages.
    package let name: StaticString
    package let source: String
    /// SHA-1 in lower-case hexadecimal, as `SCRIPT LOAD` answers it.
    package let digest: String
    let load: LoadCommand

    package init(_ name: StaticString, _ source: String) {
        self.name = name
        self.source = source
        let hexadecimal = Array("0123456789abcdef".utf8)
        let digest = Insecure.SHA1.hash(data: Array(source.utf8))
        self.digest = String(
            decoding: digest.flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] }, as: UTF8.self)
        load = LoadCommand(bytes: RedisCommand("SCRIPT", "LOAD", .text(source)).bytes)
    }

    /// The bytes of `SCRIPT LOAD`, made once.
    struct LoadCommand: Sendable {
        let bytes: [UInt8]
    }
}

import RegistryClient
import Testing

@Suite("The address of a registry")
struct RegistryAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("https://Host.example/v1/", "https://host.example/v1"),
        ("HTTP://[::1]:80//", "http://[::1]"), ("https://h:443", "https://h"), ("http://h:", "http://h"),
    ])
    func keepsSchemeHostPortAndPrefix(text: String, shown: String) throws {
        #expect(try RegistryAddress(parsing: text).description == shown)
    }

    @Test(arguments: [
        "", "localhost:8080", "ftp://h", "http://", "http://:80", "http://me@h", "http://h:0", "http://h:65536",
        "http://h:8o", "http://h/v1?x=1", "http://h/v1#x", "http://h /", "http://h\n", "http://[::1", "http://h\\x",
        "http://é", "http://[::1]x",
    ])
    func refusesWhatIsNoBase(text: String) {
        #expect(throws: RegistryClientError.self) { try RegistryAddress(parsing: text) }
    }

    @Test func encodesEachPartOfAPathAsOne() throws {
        let address = try RegistryAddress(parsing: "http://h/v1")
        #expect(
            address.url(["files", "P:a b/é+%.txt@1", "metadata"], query: [("q", "a:b AND *"), ("fields", "x,y")])
                == "http://h/v1/files/P%3Aa%20b%2F%C3%A9%2B%25.txt%401/metadata?q=a%3Ab%20AND%20%2A&fields=x%2Cy")
    }

    @Test func decodesWhatItEncodes() {
        let text = "P:a b/é\u{301}+%.txt@1~-_\u{1F9EC}"
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)).map { Array($0.utf8) } == Array(text.utf8))
        #expect(PercentEncoding.decode("a%2") == nil)
        #expect(PercentEncoding.decode("%zz") == nil)
        #expect(PercentEncoding.decode("%ff") == nil)
    }

    @Test func readsPathsOfBodiesRelativeToTheBase() throws {
        let address = try RegistryAddress(parsing: "https://h/v1")
        #expect(try address.url(of: "/scroll/x", in: "next") == "https://h/v1/scroll/x")
        #expect(try address.url(of: "https://store/x?y=1", in: "url") == "https://store/x?y=1")
        for text in ["scroll/x", "file:///etc/passwd", "//other/x", "javascript:1", "/a b"] {
            #expect(throws: RegistryClientError.self) { try address.url(of: text, in: "next") }
        }
    }

    @Test func tellsItsOwnServerFromOthers() throws {
        let address = try RegistryAddress(parsing: "https://h/v1")
        #expect(address.isOrigin(of: "https://H:443/other"))
        for url in [
            "http://h/v1", "https://h:8443/v1", "https://h.evil/v1", "https://evil/https://h/v1", "https://h@evil/",
        ] {
            #expect(!address.isOrigin(of: url), "\(url)")
        }
    }
}

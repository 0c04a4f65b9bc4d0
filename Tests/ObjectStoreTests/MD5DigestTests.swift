import ObjectStore
import Testing

@Suite struct MD5DigestTests {
    @Test func readsBothSpellings() throws {
        let digest = try #require(MD5Digest(hex: "d41d8cd98f00b204e9800998ecf8427e"))
        #expect(digest == MD5Digest(of: []))
        #expect(digest.base64 == "1B2M2Y8AsgTpgAmY7PhCfg==")
        #expect(MD5Digest(base64: digest.base64) == digest)
        #expect(MD5Digest(hex: "D41D8CD98F00B204E9800998ECF8427E")?.hex == "d41d8cd98f00b204e9800998ecf8427e")
    }

    @Test(arguments: [
        "", "d41d8cd98f00b204e9800998ecf8427", "d41d8cd98f00b204e9800998ecf8427e00", "g41d8cd98f00b204e9800998ecf8427e",
    ])
    func refusesOtherHex(_ text: String) { #expect(MD5Digest(hex: text) == nil) }

    @Test(arguments: [
        "", "1B2M2Y8AsgTpgAmY7PhCfg", "1B2M2Y8AsgTpgAmY7PhCfg=", "1B2M2Y8AsgTpgAmY7PhCfh==",
        " 1B2M2Y8AsgTpgAmY7PhCfg==", "1B2M2Y8AsgTp=gAmY7PhCfg=",
        "1B2M2Y8AsgTpgAmY7PhCfg==\n", "1B2M2Y8AsgTpgAmY7PhC", "1B2M2Y8AsgTpgAmY7PhCf-==",
    ])
    func refusesOtherBase64(_ text: String) { #expect(MD5Digest(base64: text) == nil) }
}

import RegistryClient
import Testing

@Suite("A redirect")
struct RedirectRuleTests {
    private let start = "https://h/v1/projects/upload?prefix=X"

    @Test func belongsToTheServerThatSentItPrefixIncluded() {
        #expect(
            RedirectRule.decide(from: start, to: "/v1/projects/P/version/1/upload?X-ADB-Credential=a%3D")
                == .follow(url: "https://h/v1/projects/P/version/1/upload?X-ADB-Credential=a%3D", keepsToken: true))
        #expect(
            RedirectRule.decide(from: start, to: "next") == .follow(url: "https://h/v1/projects/next", keepsToken: true)
        )
    }

    @Test(arguments: ["https://store/x", "//store/x", "https://h:8443/x", "https://h.store/x"])
    func leavesTheTokenBehindOnAnotherServer(location: String) {
        guard case .follow(_, let keepsToken) = RedirectRule.decide(from: start, to: location) else {
            Issue.record("was refused")
            return
        }
        #expect(!keepsToken)
    }

    @Test(arguments: ["http://h/x", "ftp://h/x", "https://me:pw@h/x", "https://h/a b", "https://h/\u{1B}[2J", "", nil])
    func isRefusedWhenItWouldBeUnsafe(location: String?) {
        guard case .refuse = RedirectRule.decide(from: start, to: location) else {
            Issue.record("was followed")
            return
        }
    }
}

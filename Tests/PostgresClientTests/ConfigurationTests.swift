import PostgresClient
import Testing

@Suite("PostgresConfiguration")
struct ConfigurationTests {
    @Test("reads every part of a URL")
    func reads() throws {
        let configuration = try PostgresConfiguration(
            url:
                "postgresql://us%40er:p%2Fa%3Fss@a.example:5433,[::1],b/da%20ta?sslmode=verify-full&sslrootcert=/ca.pem"
                + "&target_session_attrs=any&pooler=transaction&pipelines=3&leases=9&connect_timeout_ms=700"
                + "&statement_timeout_ms=800&lock_timeout_ms=900")
        #expect(configuration.user == "us@er")
        #expect(configuration.password?.text == "p/a?ss")
        #expect(configuration.hosts.map(\.name) == ["a.example", "::1", "b"])
        #expect(configuration.hosts.map(\.port) == [5433, 5432, 5432])
        #expect(configuration.database == "da ta")
        #expect(configuration.tls == .verifyFull)
        #expect(configuration.rootCertificate == "/ca.pem")
        #expect(configuration.target == .any)
        #expect(configuration.isPooled)
        #expect(configuration.pipelines == 3)
        #expect(configuration.leases == 9)
        #expect(configuration.connectTimeout == .milliseconds(700))
        #expect(configuration.statementTimeout == .milliseconds(800))
        #expect(configuration.lockTimeout == .milliseconds(900))
    }

    @Test("leaves the rest to defaults")
    func defaults() throws {
        let configuration = try PostgresConfiguration(url: "postgres://u@h")
        #expect(configuration.database == "u")
        #expect(configuration.password == nil)
        #expect(configuration.tls == .prefer)
        #expect(configuration.target == .readWrite)
        #expect(!configuration.isPooled)
        #expect(try PostgresConfiguration(url: "postgres://u@/d?host=/run/pg").hosts.map(\.name) == ["/run/pg"])
    }

    @Test(
        "what is wrong is refused, and nothing of a password is shown",
        arguments: [
            "mysql://u:sesame@h/d", "postgres://", "postgres://h/d", "postgres://:sesame@h/d", "postgres://u:sesame@/d",
            "postgres://u:sesame@h:0/d", "postgres://u:sesame@h:65536/d", "postgres://u:sesame@h:x/d",
            "postgres://u:sesame@h,/d?x", "postgres://u:sesame@h/", "postgres://u:sesame%zz@h/d",
            "postgres://u:sesame%+1@h/d", "postgres://u:sesame%00@h/d", "postgres://u:sesame%ff@h/d",
            "postgres://u:sesame%@h/d", "postgres://u:sesame/sesame@h/d", "postgres://u:1/sesame@h/d",
            "postgres://u:a?sesame@h/d", "postgres://u:a?Sesame@h/d=1", "postgres://u:sesame@a%2Cb/d",
            "postgres://u:sesame@h/d?sslmode=maybe", "postgres://u:sesame@h/d?pooler=session",
            "postgres://u:sesame@h/d?pipelines=0", "postgres://u:sesame@h/d?pipelines=99999999999999999999",
            "postgres://u:sesame@h/d?leases=-1", "postgres://u:sesame@h/d?host=h2", "postgres://u:sesame@h/d?option=1",
            "postgres://u:sesame@h/d?statement_timeout_ms=1", "postgres://u:sesame\0@h/d",
        ])
    func refuses(_ url: String) {
        let error = #expect(throws: PostgresURLError.self) { try PostgresConfiguration(url: url) }
        let shown = "\(error.map { "\($0)" } ?? "")"
        #expect(!shown.lowercased().contains("sesame"))
    }

    @Test("no description of a configuration shows the password")
    func hidesPassword() throws {
        let configuration = try PostgresConfiguration(url: "postgres://u:sesame@h/d")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(describing: configuration), String(reflecting: configuration), dumped] {
            #expect(!text.contains("sesame"))
        }
        #expect(configuration.description == "postgres://u@h:5432/d")
    }
}

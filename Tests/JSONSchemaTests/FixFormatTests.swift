import JSONDocument
import JSONSchema
import Testing

/// Dates, times and identifiers in another form than `format` asks for.
@Suite struct FixFormatTests {
    @Test(
        arguments: [
            ("date", "2024/01/02", "2024-01-02"), ("date", "20240102", "2024-01-02"),
            ("date", "2024-1-2", "2024-01-02"),
            ("date", "2024.1.02", "2024-01-02"), ("date", " 2024-01-02", "2024-01-02"), ("date", "01/02/2024", nil),
            ("date", "2024-13-01", nil), ("date", "20241301", nil), ("date", "2024-02-30", nil),
            ("date", "24-01-02", nil),
            ("date", "2024-01", nil), ("date", "2024-01-02T00:00:00Z", nil), ("date", "2 January 2024", nil),
            ("date-time", "2024-01-02 10:30:00Z", "2024-01-02T10:30:00Z"),
            ("date-time", "2024-01-02 10:30:00.25 +0100", "2024-01-02T10:30:00.25+01:00"),
            ("date-time", "2024/1/2 9:30:00 UTC", "2024-01-02T09:30:00Z"),
            ("date-time", "20240102T10:30:00-05", "2024-01-02T10:30:00-05:00"),
            ("date-time", "2024-01-02 10:30:00", nil), ("date-time", "2024-01-02T10:30:00", nil),
            ("date-time", "2024-01-02", nil), ("date-time", "2024-01-02 10:30Z", nil),
            ("date-time", "2024-01-02 25:30:00Z", nil), ("date-time", "2024-01-02 10:30:00 CET", nil),
            ("time", "10:30:00+0100", "10:30:00+01:00"), ("time", "10:30:00", nil),
            (
                "uuid", "2EB8AA08AA9811EAB4AA73B441D16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"
            ),
            (
                "uuid", "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}", "2eb8aa08-aa98-11ea-b4aa-73b441d16380"
            ),
            (
                "uuid", "urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d16380"
            ),
            ("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", nil),
            ("email", " joe@example.org\n", "joe@example.org"), ("uri", "https://example.org ", "https://example.org"),
            ("ipv4", "192.168.1", nil), ("hostname", "a b", nil), ("hostname", "\u{200B}example.org", "example.org"),
        ] as [(String, String, String?)])
    func putsInForm(_ format: String, _ text: String, _ result: String?) throws {
        var options = SchemaOptions()
        options.assertsFormat = true
        let instance: JSONValue = ["when": .string(text)]
        try FixTests.Case(
            ["properties": ["when": ["format": .string(format)]]], instance, result.map { ["when": .string($0)] }
        ).check(options: options)
    }
}

import JSONSchema
import Testing

/// RFC 3339.
@Suite struct FormatDateTimeTests {
    @Test(
        arguments: [
            ("2024-02-29T00:00:00Z", true), ("0000-01-01t00:00:00z", true),
            ("9999-12-31T23:59:59.999999999999+23:59", true),
            ("2024-05-06T07:08:09-00:00", true),
            // A leap second ends a month in UTC.
            ("2016-12-31T23:59:60Z", true), ("2017-01-01T05:29:60.5+05:30", true), ("2016-12-31T18:59:60-05:00", true),
            ("2016-12-30T23:59:60Z", false), ("2017-01-01T23:59:60Z", false), ("2016-12-31T23:59:60+01:00", false),
            ("2017-02-01T00:59:60+01:00", true), ("2017-02-02T00:59:60+01:00", false),
            ("2017-01-30T18:59:60-05:00", false),
            ("2024-02-30T00:00:00Z", false), ("1900-02-29T00:00:00Z", false), ("2024-00-10T00:00:00Z", false),
            ("2024-05-00T00:00:00Z", false), ("2024-05-06T24:00:00Z", false), ("2024-05-06T07:60:00Z", false),
            ("2024-05-06T07:08:61Z", false), ("2024-05-06 07:08:09Z", false), ("2024-05-06T07:08:09", false),
            ("2024-05-06T07:08:09.Z", false), ("2024-05-06T07:08Z", false), ("2024-05-06T07:08:09+0100", false),
            ("2024-05-06T07:08:09+24:00", false), ("2024-05-06T07:08:09+01:60", false),
            ("2024-05-06T07:08:09Z ", false),
            ("24-05-06T07:08:09Z", false), ("+2024-05-06T07:08:09Z", false), ("２024-05-06T07:08:09Z", false),
            ("", false),
        ] as [(String, Bool)])
    func dateTimes(_ text: String, _ isDateTime: Bool) {
        #expect(SchemaFormat.dateTime.accepts(text) == isDateTime)
    }

    @Test(
        arguments: [
            ("2000-02-29", true), ("2100-02-28", true), ("2100-02-29", false), ("2023-06-31", false),
            ("2023-11-30", true),
            ("2023-6-3", false), ("20230603", false), ("2023-06-03Z", false), ("2023-154", false), ("", false),
        ] as [(String, Bool)])
    func dates(_ text: String, _ isDate: Bool) {
        #expect(SchemaFormat.date.accepts(text) == isDate)
    }

    @Test(
        arguments: [
            ("00:00:00Z", true), ("23:59:59.0-23:59", true), ("23:59:60z", true), ("00:59:60+01:00", true),
            ("22:59:60-01:00", true), ("12:34:60Z", false), ("23:59:60+01:00", false), ("7:08:09Z", false),
            ("07:08:09", false), ("07:08:09,5Z", false), ("07:08:09+1:00", false), ("T07:08:09Z", false), ("", false),
        ] as [(String, Bool)])
    func times(_ text: String, _ isTime: Bool) {
        #expect(SchemaFormat.time.accepts(text) == isTime)
    }

    @Test(
        arguments: [
            ("P1Y", true), ("P2Y3M", true), ("P2Y3M4D", true), ("P3M4DT5H", true), ("PT5H6M7S", true), ("PT6M", true),
            ("P10W", true), ("P0Y", true), ("P00000000000000000000000000001D", true), ("P1YT2S", true),
            ("P1Y4D", false), ("PT5H7S", false), ("P1W2D", false), ("P1YT", false), ("PT", false), ("P", false),
            ("", false),
            ("P1M1Y", false), ("P1.5D", false), ("P-1D", false), ("1D", false), ("p1d", false), ("P1S", false),
            ("PT1D", false),
            ("P1D ", false), ("P১D", false), ("PT1W", false),
        ] as [(String, Bool)])
    func durations(_ text: String, _ isDuration: Bool) {
        #expect(SchemaFormat.duration.accepts(text) == isDuration)
    }
}

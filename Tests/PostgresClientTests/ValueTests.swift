import PostgresClient
import Testing

@Suite("PostgresClient's values")
struct ValueTests {
    @Test("parameters are packed in network order, NULL without bytes and empty ones with an address")
    func packs() throws {
        let bound = try BoundParameters([
            .int(258), .text(nil), .text(""), .bytes([9, 0]), .bool(true), .double(1), .ints([5]), .texts(["é"]),
            .ints([]),
        ])
        #expect(bound.count == 9)
        #expect(bound.types == [20, 25, 25, 17, 16, 701, 1016, 1009, 1016])
        let read = bound.withPointers { values, lengths, formats in
            (0..<9).map { index -> [UInt8]? in
                #expect(formats?[index] == 1)
                guard let start = values?[index], let count = lengths?[index] else { return nil }
                return UnsafeRawBufferPointer(start: start, count: Int(count)).map { $0 }
            }
        }
        #expect(read[0] == [0, 0, 0, 0, 0, 0, 1, 2])
        #expect(read[1] == nil)
        #expect(read[2] == [])
        #expect(read[3] == [9, 0])
        #expect(read[4] == [1])
        #expect(read[5] == [0x3F, 0xF0, 0, 0, 0, 0, 0, 0])
        #expect(
            read[6] == [
                0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 5,
            ])
        #expect(read[7] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0xC3, 0xA9])
        #expect(read[8] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20])
    }

    @Test("more parameters than the protocol can number are refused before they are sent")
    func tooMany() throws {
        #expect(try BoundParameters(Array(repeating: .int(1), count: 65_535)).count == 65_535)
        let error = #expect(throws: PostgresError.self) {
            try BoundParameters(Array(repeating: .int(1), count: 65_536))
        }
        #expect(error?.kind == .unencodable)
    }

    @Test("U+0000 is refused wherever text goes", arguments: [PostgresValue.text("a\0"), .texts(["a", "\0"])])
    func zeroByte(_ value: PostgresValue) {
        let error = #expect(throws: PostgresError.self) { try BoundParameters([.int(1), value]) }
        #expect(error?.kind == .unencodable)
        #expect(error?.message.contains("$2") == true)
    }

    @Test("names become numbers, but not in quotes, nor a type's name")
    func names() {
        let text = PostgresText("SELECT :a::text, ':b', \":c\", :d_1 + :a WHERE x = ARRAY[1][:e:1] -- 1:1")
        #expect(text.sql == "SELECT $1::text, ':b', \":c\", $2 + $1 WHERE x = ARRAY[1][$3:1] -- 1:1")
        #expect(text.names == ["a", "d_1", "e"])
    }

    @Test(
        "a SQLSTATE says what can be done",
        arguments: [
            ("40001", PostgresError.Kind.mustRetry), ("40P01", .mustRetry), ("57014", .timeout), ("55P03", .timeout),
            ("25006", .readOnly), ("25P02", .aborted), ("53100", .noSpace), ("53200", .noResources),
            ("53300", .unavailable), ("57P03", .unavailable), ("57P01", .connectionLost), ("08006", .connectionLost),
            ("23505", .constraint), ("22012", .data), ("42P01", .statement), ("28P01", .refused), ("3D000", .refused),
            ("XX000", .other), ("P0001", .other), ("", .other),
        ])
    func states(_ state: String, _ kind: PostgresError.Kind) {
        #expect(PostgresError(state: state, text: "t").kind == kind)
    }

    @Test("the server's words are kept only where they can quote no value")
    func quotesNothing() {
        let words = "Key (name)=(secret) already exists."
        #expect(PostgresError(state: "23505", text: words).description == "SQLSTATE 23505 (23505)")
        #expect(!PostgresError(state: "22P02", text: "invalid input: \"secret\"").description.contains("secret"))
        #expect(PostgresError(state: "42P01", text: "relation \"x\" does not exist").description.contains("relation"))
    }

    @Test(
        "what libpq says of a connection that failed becomes a kind",
        arguments: [
            (
                "connection to server at \"::1\", port 5 failed: FATAL:  28P01: password authentication failed for user \"u\"\nLOCATION:  auth_failed, auth.c:326\n",
                PostgresError.Kind.refused
            ),
            (
                "connection to server at \"h\", port 5 failed: FATAL:  53300: sorry, too many clients already\nLOCATION:  x\n",
                .unavailable
            ),
            (
                "connection to server at \"h\", port 5 failed: FATAL:  57P03: the database system is starting up\n",
                .unavailable
            ),
            ("connection to server at \"h\", port 5 failed: ФАТАЛЬНО:  3D000: x\n", .refused),
            (
                "connection to server at \"h\", port 5 failed: Connection refused\n\tIs the server running?\n",
                .unavailable
            ),
            ("connection to server at \"h\", port 5 failed: SSL SYSCALL error: EOF detected\n", .unavailable),
            ("connection to server at \"h\", port 5 failed: SSL error: certificate verify failed\n", .refused),
            (
                "connection to server at \"h\", port 5 failed: server does not support SSL, but SSL was required\n",
                .refused
            ),
            (
                "connection to server at \"a\", port 5 failed: FATAL:  28P01: x\nconnection to server at \"b\", port 5 failed: Connection refused\n",
                .unavailable
            ),
            ("connection to server at \"h\", port 5 failed: session is read-only\n", .unavailable),
            ("", .unavailable),
        ])
    func connecting(_ text: String, _ kind: PostgresError.Kind) {
        let error = PostgresError(connecting: text)
        #expect(error.kind == kind)
        #expect(!error.message.contains("LOCATION"))
    }
}

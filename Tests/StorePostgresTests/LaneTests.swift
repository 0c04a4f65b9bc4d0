import PostgresClient
import RegistryCore
import StorePostgres
import Testing

/// The rules of `research/scaling.md` (ii), by which the tables can be distributed.
@Suite("Lanes in PostgreSQL")
struct LaneTests {
    private static let settings = ["SettingQueries.value", "SettingQueries.put", "SettingQueries.tables"]

    @Test("every statement of the sources is on the list")
    func complete() throws { #expect(try Statements.declared() == Statements.all.count) }

    @Test(
        "every write and every lock says the lane",
        arguments: Statements.all.filter { ($0.isWrite || $0.locks) && !settings.contains($0.testDescription) })
    func writes(_ question: Question) throws {
        let sql = question.sql
        if sql.hasPrefix("INSERT") {
            #expect(try #require(sql.firstMatch(of: #/^INSERT INTO \w+\s+\((\w+)/#)).1 == "lane")
        } else {
            #expect(sql.contains(#/WHERE (\w+\.)?lane = \$\d+/#), "\(sql)")
        }
    }

    @Test("every join compares the lanes", arguments: Statements.all)
    func joins(_ question: Question) {
        let joins = question.sql.matches(of: #/JOIN (\w+) (\w+) ON ([^\n]*)/#)
        #expect(joins.count == question.sql.matches(of: #/JOIN /#).count)
        for join in joins { #expect(join.3.contains("\(join.2).lane = "), "\(join.0)") }
    }

    @Test(
        "no write stands within WITH, none takes rows of unnest, none returns rows of a SELECT",
        arguments: Statements.all)
    func plain(_ question: Question) {
        #expect(!question.sql.contains(#/WITH \w+ AS/#))
        #expect(!question.isWrite || !question.sql.contains("unnest"))
        if question.sql.hasPrefix("INSERT"), question.sql.contains("SELECT") {
            #expect(!question.sql.contains("RETURNING"))
        }
    }

    @Test(
        "every table but the settings has the lane in its key, in every unique index and in every foreign key",
        .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
    func keys() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { database in
            let indexes = try await database.client.read(
                PostgresStatement(
                    """
                    SELECT t.relname::text AS "table", i.relname::text AS name,
                      'lane' = ANY(ARRAY(SELECT a.attname::text FROM pg_attribute a
                        WHERE a.attrelid = t.oid AND a.attnum = ANY(x.indkey::int2[]))) AS lane
                    FROM pg_index x
                    JOIN pg_class t ON t.oid = x.indrelid
                    JOIN pg_class i ON i.oid = x.indexrelid
                    WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace
                    """))
            #expect(indexes.count > 15)
            for index in indexes where index.text("table") != "settings" {
                #expect(index.bool("lane") == true, "\(index.text("name") ?? "")")
            }
            let foreign = try await database.client.read(
                PostgresStatement(
                    """
                    SELECT conname::text AS name, pg_get_constraintdef(oid) AS text FROM pg_constraint
                    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
                    """))
            #expect(foreign.count >= 4)
            for key in foreign { #expect(key.text("text")?.hasPrefix("FOREIGN KEY (lane,") == true) }
        }
    }
}

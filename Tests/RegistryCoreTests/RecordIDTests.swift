import RegistryCore
import Testing

@Suite struct RecordIDTests {
    private let uuid = "7c3e2d69-d816-4965-b347-116ab9ef47ad"

    @Test func randomIDIsAVersion4UUID() throws {
        var generator = SplitMix(state: 1)
        var seen: Set<RandomID> = []
        for _ in 0..<1_000 {
            let id = RandomID(using: &generator)
            let bytes = Array(id.description.utf8)
            #expect(bytes.count == 36)
            #expect(bytes[14] == UInt8(ascii: "4"))
            #expect("89ab".utf8.contains(bytes[19]))
            #expect(RandomID(id.description) == id)
            seen.insert(id)
        }
        #expect(seen.count == 1_000)
        #expect(RandomID() != RandomID())
    }

    @Test func allBitsSetAndClearGiveTheSameShape() {
        struct Constant: RandomNumberGenerator {
            let value: UInt64
            func next() -> UInt64 { value }
        }
        var (zeros, ones) = (Constant(value: 0), Constant(value: .max))
        #expect(RandomID(using: &zeros).description == "00000000-0000-4000-8000-000000000000")
        #expect(RandomID(using: &ones).description == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }

    @Test(arguments: [
        "", "7c3e2d69", "7C3E2D69-D816-4965-B347-116AB9EF47AD", "7c3e2d69-d816-4965-b347-116ab9ef47a",
        "7c3e2d69-d816-4965-b347-116ab9ef47ad ",
        "7c3e2d69-d816-4965-b347+116ab9ef47ad", "7c3e2d69d-816-4965-b347-116ab9ef47ad",
        "7c3e2d69-d816-4965-b347-116ab9ef47ag",
        "------------------------------------", "7c3e2d69-d816-4965-b347-116ab9ef47\u{E9}",
        "../../../../../../../../../etc/passw",
    ])
    func refusesOtherText(_ text: String) {
        #expect(RandomID(text) == nil)
        #expect(UploadID(text) == nil)
    }

    @Test func uploadIDIsItsText() throws {
        #expect(try #require(UploadID(uuid)).description == uuid)
    }

    @Test(arguments: [0, 7, 63, 1_023])
    func jobIDCarriesItsLane(_ lane: Int) throws {
        let id = JobID(lane: Lane(lane), id: try #require(RandomID(uuid)))
        #expect(id.description == "\(uuid)-\(lane)")
        #expect(JobID(id.description) == id)
    }

    @Test(arguments: [
        "", "-", "-1", "--1", "-+1", "-01", "- 1", "--0", "-1\n", "-\u{301}1", "-99999", "-100000",
        "-99999999999999999999", "+1", "1", "-1a", "-٣",
    ])
    func jobIDHasOneTextAndNoOther(_ suffix: String) {
        let isLane = suffix == "-1" || suffix == "-99999"
        #expect((JobID(uuid + suffix) != nil) == isLane)
        #expect(JobID("x" + uuid.dropFirst() + suffix) == nil)
    }
}

import Catalog
import Testing

@Suite("The state machine of an upload")
struct UploadStateTests {
    /// What each event does in each state: a state to move to, `=` for the same answer again, `z` for asked again later,
    /// `.` for nothing, `!` for refused. In the order of `UploadState.allCases`.
    static let table: [(UploadEvent, [String])] = [
        // uploading, sealed, indexing, indexed, superseded, failed, aborted, lapsed, expired, deleted
        (.complete, ["sealed", "=", "=", "=", "=", "=", "!", "!", "=", "!"]),
        (.abort, ["aborted", "!", "!", "!", "!", "!", "=", "!", "!", "!"]),
        (.deadline, ["lapsed", ".", ".", ".", ".", "lapsed", ".", ".", ".", "."]),
        (.claim, [".", "indexing", "indexing", ".", ".", ".", ".", ".", ".", "."]),
        (.success, [".", ".", "indexed", "=", ".", ".", ".", ".", ".", "."]),
        (.failure, [".", "failed", "failed", ".", ".", "=", ".", ".", ".", "."]),
        (.retry, ["!", "=", "=", "!", "!", "sealed", "!", "!", "!", "!"]),
        (.supersede, [".", ".", ".", "superseded", ".", ".", ".", ".", ".", "."]),
        (.restart, ["!", "!", "!", ".", ".", "lapsed", ".", ".", ".", "."]),
        (.endDate, ["z", "z", "z", "expired", ".", "z", ".", ".", ".", "."]),
        (
            .delete,
            ["deleted", "deleted", "deleted", "deleted", "deleted", "deleted", "deleted", "deleted", "deleted", "="]
        ),
    ]

    @Test func theTableNamesEveryEventInEveryState() {
        #expect(Set(Self.table.map(\.0)) == Set(UploadEvent.allCases))
        #expect(Self.table.allSatisfy { $0.1.count == UploadState.allCases.count })
    }

    @Test(arguments: table) func movesAsTheTableSays(event: UploadEvent, row: [String]) {
        for (state, expected) in zip(UploadState.allCases, row) {
            let found =
                switch state.transition(on: event) {
                case .move(let target): target.rawValue
                case .repeated: "="
                case .snooze: "z"
                case .ignored: "."
                case .refused: "!"
                }
            #expect(found == expected, "\(event) in \(state)")
        }
    }

    @Test func anAbortOfWhatIsCompleteNamesTheWayOut() {
        for state in [UploadState.sealed, .indexing] {
            guard case .refused(let why) = state.transition(on: .abort) else { continue }
            #expect(why.contains("DELETE"))
        }
    }

    @Test func onlyAnEndedOrFailedUploadLeavesItsVersionFree() {
        for state in UploadState.allCases where state.isActive {
            #expect(!state.hasEnded)
            guard case .refused = state.transition(on: .restart) else {
                Issue.record("\(state) lets another upload start")
                continue
            }
        }
    }

    @Test func whatHasEndedMovesOnlyToDeleted() {
        for state in UploadState.allCases where state.hasEnded {
            for event in UploadEvent.allCases {
                guard case .move(let target) = state.transition(on: event) else { continue }
                #expect(target == .deleted, "\(event) in \(state)")
            }
        }
    }
}

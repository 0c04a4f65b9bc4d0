import JobQueue
import Testing

@Suite("QueueTurns")
struct QueueTurnsTests {
    @Test func theFirstQueueComesFirstSevenTimesOfEight() {
        var turns = QueueTurns()
        let asked = (0..<80).map { _ in turns.next(JobQueueName.all) }
        #expect(asked.filter { $0 == JobQueueName.all }.count == 70)
    }

    @Test func eachQueueComesFirstAgainAndAgain() {
        var turns = QueueTurns()
        let asked = (0..<48).map { _ in turns.next(JobQueueName.all) }
        #expect(asked.allSatisfy { Set($0) == Set(JobQueueName.all) && $0.count == 4 })
        for queue in JobQueueName.all.dropFirst() { #expect(asked.filter { $0.first == queue }.count == 2) }
    }

    @Test func oneQueueIsAskedForAlone() {
        var turns = QueueTurns()
        let asked = (0..<20).map { _ in turns.next([.bulk]) }
        #expect(asked.allSatisfy { $0 == [.bulk] })
    }
}

import EventReactor
import Synchronization
import Testing

@Suite("DeadlineHeap")
struct DeadlineHeapTests {
    @Test("gives what is due, the earliest first, and nothing before its time")
    func order() {
        let start = ContinuousClock.now
        let taken = Taken()
        var heap = DeadlineHeap()
        for delay in [30, 10, 50, 20, 40] { _ = heap.add(at: start + .milliseconds(delay)) { taken.add(delay) } }
        #expect(heap.next() == start + .milliseconds(10))
        #expect(heap.take(at: start + .milliseconds(9)) == nil)
        while let body = heap.take(at: start + .milliseconds(35)) { body() }
        #expect(taken.all == [10, 20, 30])
        #expect(heap.next() == start + .milliseconds(40))
    }

    @Test("forgets what is called off, however much of it there is")
    func removes() {
        let start = ContinuousClock.now
        let taken = Taken()
        var heap = DeadlineHeap()
        let ids = (0..<1000).map { number in heap.add(at: start + .seconds(number)) { taken.add(number) } }
        for (number, id) in ids.enumerated() where number % 10 != 3 { heap.remove(id) }
        heap.remove(ids[0])
        #expect(heap.next() == start + .seconds(3))
        while let body = heap.take(at: start + .seconds(2000)) { body() }
        #expect(taken.all == Array(stride(from: 3, to: 1000, by: 10)))
        #expect(heap.next() == nil)
    }

    @Test("agrees with a sorted list on a random walk")
    func walk() {
        var random = SeededGenerator(state: 7)
        let start = ContinuousClock.now
        let taken = Taken()
        var heap = DeadlineHeap()
        var model: [(due: Int, id: DeadlineHeap.ID, number: Int)] = []
        for number in 0..<5000 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let due = number + Int.random(in: 0..<500, using: &random)
                model.append((due, heap.add(at: start + .seconds(due)) { taken.add(number) }, number))
            case 5..<8:
                guard let victim = model.indices.randomElement(using: &random) else { continue }
                heap.remove(model.remove(at: victim).id)
            default:
                taken.clear()
                while let body = heap.take(at: start + .seconds(number)) { body() }
                let due = model.filter { $0.due <= number }
                model.removeAll { $0.due <= number }
                #expect(taken.all.sorted() == due.map(\.number).sorted())
            }
            #expect(heap.next() == model.map(\.due).min().map { start + .seconds($0) })
        }
    }

    @Test("gives up everything at once, the earliest first")
    func takesAll() {
        let start = ContinuousClock.now
        let taken = Taken()
        var heap = DeadlineHeap()
        let ids = [3, 1, 2, 4].map { number in heap.add(at: start + .seconds(number)) { taken.add(number) } }
        heap.remove(ids[2])
        for body in heap.takeAll() { body() }
        #expect(taken.all == [1, 3, 4])
        #expect(heap.next() == nil)
    }
}

/// Which bodies were called, in order.
final class Taken: Sendable {
    private let numbers = Mutex<[Int]>([])
    var all: [Int] { numbers.withLock { $0 } }
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    func clear() { numbers.withLock { $0 = [] } }
}

/// The same numbers each time (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

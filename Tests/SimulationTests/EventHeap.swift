/// What is going to happen in a simulated world, the earliest first; of one moment, what was planned first.
struct EventHeap {
    struct Event {
        /// Moment and order in one number, so that one comparison decides.
        var key: Int
        /// Nil for what happens outside all processes.
        let process: SimulatedProcess?
        let incarnation: Int
        let name: StaticString
        let body: () async -> Void
        var isPutOff = false
    }
    private static let orderBits = 36

    private var events: [Event] = []
    private var lastOrder = 0

    mutating func insert(
        at moment: Int, on process: SimulatedProcess?, _ name: StaticString, _ body: @escaping () async -> Void
    ) {
        add(at: moment, process, process?.incarnation ?? 0, name, body)
    }
    /// Puts off what its process cannot do now; what was put off to one moment keeps its order.
    mutating func putOff(_ event: Event, to moment: Int) {
        add(at: moment, event.process, event.incarnation, event.name, event.body, isPutOff: true)
    }
    /// Lets happen at `moment` what was put off to a later one: whatever stood still goes on.
    mutating func resume(at moment: Int) {
        for index in events.indices where events[index].isPutOff {
            events[index].key = moment << Self.orderBits | events[index].key & (1 << Self.orderBits - 1)
        }
        // What is sorted is a heap.
        events.sort { $0.key < $1.key }
    }

    mutating func removeFirst() -> (moment: Int, event: Event)? {
        guard let first = events.first, let last = events.popLast() else { return nil }
        if !events.isEmpty { sink(last) }
        return (first.key >> Self.orderBits, first)
    }

    private mutating func add(
        at moment: Int, _ process: SimulatedProcess?, _ incarnation: Int, _ name: StaticString,
        _ body: @escaping () async -> Void, isPutOff: Bool = false
    ) {
        lastOrder += 1
        let event = Event(
            key: moment << Self.orderBits | lastOrder, process: process, incarnation: incarnation, name: name,
            body: body, isPutOff: isPutOff)
        events.append(event)
        var place = events.count - 1
        while place > 0, event.key < events[(place - 1) / 2].key {
            events[place] = events[(place - 1) / 2]
            place = (place - 1) / 2
        }
        events[place] = event
    }

    private mutating func sink(_ event: Event) {
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < events.count else { break }
            if child + 1 < events.count, events[child + 1].key < events[child].key { child += 1 }
            guard events[child].key < event.key else { break }
            events[place] = events[child]
            place = child
        }
        events[place] = event
    }
}

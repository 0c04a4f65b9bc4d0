import JobQueue

/// What becomes of a job when it runs: the script that its body follows.
struct JobScript {
    enum Course {
        case plain
        /// Fails so many times before it succeeds.
        case failing(times: Int)
        /// Kills its worker.
        case poison
        case index(SimulatedUpload)
        case snoozing(times: Int)
        /// Enqueues children and asks again until all have ended.
        case parent(children: [JobRecord])
        /// Does not stop when it is told to.
        case stubborn
    }
    var course: Course
    /// Of one attempt, in milliseconds.
    var duration: Int
}

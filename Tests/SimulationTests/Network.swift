/// What the network does to requests and answers; shares are of 1, times in milliseconds.
struct Network {
    var longestDelay = 4
    var lostRequests = 0.0
    var lostAnswers = 0.0
    /// Of requests that a client may repeat.
    var duplicates = 0.0
    /// How long a client waits for an answer that does not come.
    var patience = 300...1_200

    static let healthy = Network()
}

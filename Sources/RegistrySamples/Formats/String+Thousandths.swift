extension String {
    /// Writes `thousandths` / 1 000 with three decimals; no floating point, so that it is the same on every machine.
    init(thousandths: Int) {
        let digits = String(thousandths.magnitude % 1_000)
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        self = (thousandths < 0 ? "-" : "") + "\(thousandths.magnitude / 1_000).\(fraction)"
    }
}

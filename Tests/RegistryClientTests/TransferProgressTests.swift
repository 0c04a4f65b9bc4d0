import RegistryClient
import Testing

@Suite("A transfer's progress")
struct TransferProgressTests {
    @Test func tellsRateAndRemainingTime() {
        var progress = TransferProgress(totalBytes: 10_000_000, totalFiles: 4)
        #expect(progress.rate == nil)
        #expect(progress.remaining == nil)
        progress.add(bytes: 2_000_000, files: 1)
        progress.sample(at: .seconds(2))
        #expect(progress.fraction == 0.2)
        #expect(progress.rate == 1_000_000)
        #expect(progress.remaining == .seconds(8))
        #expect(
            progress.line("Sending", width: 100)
                == "Sending [######........................] 20% 2.00 MB of 10.0 MB, 1/4 files 1.00 MB/s 8.0 s left")
    }

    @Test func forgetsHowFastItWasLongAgo() {
        var progress = TransferProgress(totalBytes: 1_000_000, totalFiles: 1)
        progress.add(bytes: 500_000)
        progress.sample(at: .seconds(1))
        for second in 2...20 {
            progress.add(bytes: 1_000)
            progress.sample(at: .seconds(second))
        }
        #expect(progress.rate == 1_000)
    }

    @Test func goesBackWhenATryStartsOver() {
        var progress = TransferProgress(totalBytes: 100, totalFiles: 1)
        progress.add(bytes: 60)
        progress.sample(at: .seconds(1))
        progress.add(bytes: -60)
        progress.sample(at: .seconds(2))
        #expect(progress.bytes == 0)
        #expect(progress.fraction == 0)
        #expect(progress.rate == nil)
    }

    @Test func countsFilesWhenThereAreNoBytes() {
        var progress = TransferProgress(totalBytes: 0, totalFiles: 4)
        progress.add(files: 1)
        #expect(progress.fraction == 0.25)
        #expect(TransferProgress(totalBytes: 0, totalFiles: 0).fraction == 1)
    }

    @Test(arguments: [0, 1, 10, 40, 60, 79, 200])
    func staysWithinTheTerminal(width: Int) {
        var progress = TransferProgress(totalBytes: 123_456_789, totalFiles: 100_000)
        progress.add(bytes: 23_456_789, files: 20_000)
        progress.sample(at: .seconds(3))
        #expect(progress.line("Sending", width: width).count <= width)
    }

    @Test func isSummedUp() {
        var progress = TransferProgress(totalBytes: 5_000_000, totalFiles: 2)
        progress.add(bytes: 5_000_000, files: 2)
        #expect(progress.summary("Sent", after: .seconds(2)) == "Sent 2 files, 5.00 MB in 2.0 s, 2.50 MB/s")
        #expect(progress.summary("Sent", after: .zero) == "Sent 2 files, 5.00 MB in 0.0 s")
    }

    @Test(arguments: [
        (Duration.milliseconds(440), "0.4 s"), (.milliseconds(9_960), "10 s"), (.seconds(59), "59 s"),
        (.seconds(185), "3:05 min"), (.seconds(7_260), "2:01 h"), (.seconds(-5), "0.0 s"),
    ])
    func showsDurations(duration: Duration, text: String) {
        #expect(TransferProgress.text(duration) == text)
    }

    @Test(arguments: [
        (Int64(0), "0 B"), (999, "999 B"), (1_000, "1.00 kB"), (9_994, "9.99 kB"), (9_996, "10.0 kB"),
        (99_960, "100 kB"), (999_400, "999 kB"), (999_500, "1.00 MB"), (1_500_000_000, "1.50 GB"),
        (.max, "9.22 EB"),
    ])
    func showsBytes(bytes: Int64, text: String) {
        #expect(ByteCount.text(bytes) == text)
    }
}

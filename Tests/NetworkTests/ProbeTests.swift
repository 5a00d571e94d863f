import NIOPosix
import Network
import Testing
import Timeline

@Suite("Probes of this machine", .timeLimit(.minutes(5)))
struct ProbeTests {
  let bench = Bench()

  @Test("each timer is counted, none fires before its time, and they take as long as their intervals")
  func timers() async {
    let began = bench.clock.now()
    let late = await TimerProbe.lateness(count: 10, every: .milliseconds(5), clock: bench.clock, on: bench.group.next())
    #expect(late.count == 10 && late.allSatisfy { $0 >= 0 })
    #expect(bench.clock.now() - began >= .milliseconds(50))
  }

  @Test("each round trip is counted, and takes some time")
  func loopback() async throws {
    let began = bench.clock.now()
    let trips = try await LoopbackProbe.roundTrips(count: 20, clock: bench.clock, on: bench.group.next())
    #expect(trips.count == 20 && trips.allSatisfy { $0 > 0 })
    #expect(trips.reduce(0, +) <= bench.clock.now() - began)
  }

  @Test("OpenSSL names itself")
  func libraries() {
    #expect(TLSLibrary.version.hasPrefix("OpenSSL ") || TLSLibrary.version.hasPrefix("LibreSSL "))
  }
}

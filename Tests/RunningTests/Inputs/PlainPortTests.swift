import Diagnosis
import Foundation
import Lab
import NIOPosix
import Network
import Running
import Scenarios
import Store
import Testing
import Timeline

/// Input 5: a relay that dials `wss://` at the plain port behind `--service-listen`.
@Suite(.timeLimit(.minutes(2))) struct PlainPortTests {
  @Test func aRelayThatSpeaksTLSToThePlainPort() async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let clock = RunClock()
    let probe = try await LabServer.start(host: "127.0.0.1", port: 0, group: group, clock: clock) { _ in nil }
    let port = probe.boundAddress.port
    await probe.shutdown(patience: 0)
    let dial = DialPlan(endpoint: Endpoint(scheme: .wss, host: "127.0.0.1", port: port, target: "/v1/listen"), observation: nil)
    let relay = try await LabServer.start(host: "127.0.0.1", port: 0, group: group, clock: clock) { _ in
      .session(ServedSession(machine: ReferenceRelay(settings: RelaySettings(declaring: Profile().audio)), observation: nil, dial: dial))
    }
    let plan = RunPlan(scenarios: ["baseline"].compactMap(BuiltIns.scenario))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("plain-port-\(UUID().uuidString).sqlite").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    let info = RunInfo(
      id: "plain", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 1_767_225_600_000_000_000, toolVersion: "test",
      relay: "ws://127.0.0.1", serviceHop: .simulated)
    let writer = try RecordingWriter(path: path, run: info)
    let endpoint = Endpoint(scheme: .ws, host: "127.0.0.1", port: relay.boundAddress.port, target: "/speech")
    let run = SocketRun(
      plan: plan, target: .relay(endpoint, service: ServiceSide(host: "127.0.0.1", port: port)), run: info, writer: writer,
      redactor: Redactor(secrets: []), clock: clock, group: group)
    #expect(try await run.play(try plan.sessions(), jobs: .fixed(1)))
    try writer.finish(run: info)
    await relay.shutdown(patience: 0)
    let result = Diagnosis.diagnose(try RecordingFile(path: path).recording())
    #expect(result.answer == ["service-never-dialled, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("TLS arrived at 127.0.0.1:\(port)") && result.words.contains("`ws://127.0.0.1:\(port)/v1/listen`"))
    #expect(!result.words.contains("no connection"), "\(result.words)")
  }
}

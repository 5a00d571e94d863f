import Foundation
import NIOCore
import NIOPosix
import Network
import Running
import Store
import Synchronization
import Testing
import Timeline
import Wire

/// Somebody sets the clock on the wall back beside a tap: told where it changes a session's times, and nowhere else.
@Suite(.timeLimit(.minutes(1))) struct TapClockTests {
  /// Goes with the tap's own clock, and back an hour whenever it is told; says of each look.
  private final class Wall: Sendable {
    private let state = Mutex<(back: Int64, looks: Int)>((0, 0))
    private let clock: RunClock
    private let looks: AsyncStream<Int>.Continuation
    private let looked: AsyncStream<Int>

    init(_ clock: RunClock) {
      self.clock = clock
      (looked, looks) = AsyncStream.makeStream()
    }

    func now() -> Int64 {
      let (back, number) = state.withLock { state in
        state.looks += 1
        return (state.back, state.looks)
      }
      looks.yield(number)
      return clock.now() - back
    }

    /// Sets it back, and returns when the second look since then was begun: what the first one showed is told by then.
    func setBack() async {
      let seen = state.withLock { state in
        state.back += 3_600_000_000_000
        return state.looks
      }
      for await number in looked where number >= seen + 2 { return }
    }
  }

  @Test func onlyWhatHappensWhileSomebodyIsConnectedIsTold() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tap-clock-\(UUID().uuidString).sqlite").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    let group = MultiThreadedEventLoopGroup.singleton
    // Takes whoever comes, and says nothing: the connection lasts as long as its client likes.
    let (arrived, arriving) = AsyncStream.makeStream(of: Void.self)
    let silent = try await ServerBootstrap(group: group).childChannelInitializer { channel in
      arriving.yield()
      return channel.eventLoop.makeSucceededVoidFuture()
    }.bind(host: "127.0.0.1", port: 0).get()
    let clock = RunClock()
    let wall = Wall(clock)
    var info = RunInfo(
      id: "tap", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 0, toolVersion: "test", relay: "ws://127.0.0.1",
      serviceHop: .unseen)
    let writer = try RecordingWriter(path: path, run: info)
    let upstream = Endpoint(scheme: .ws, host: "127.0.0.1", port: try #require(silent.localAddress?.port))
    let tap = TapRun(
      [TapRoute(host: "127.0.0.1", port: 0, upstream: upstream, hasPath: false)], until: TapEnding(idle: .milliseconds(1)), writer: writer,
      redactor: Redactor(secrets: []), clock: clock, group: group, wallClock: { wall.now() })
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    async let ended = tap.run { port.yield($0[0].port) }
    var listening = ports.makeAsyncIterator()
    await wall.setBack()
    let client = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: try #require(await listening.next())).get()
    try await client.writeAndFlush(ByteBuffer(string: "GET /stream HTTP/1.1\r\nHost: relay\r\n\r\n"))
    var connections = arrived.makeAsyncIterator()
    await connections.next()
    await wall.setBack()
    try await client.close()
    #expect(try await ended)
    try await silent.close()
    info.finished = true
    try writer.finish(run: info)
    let notes = try RecordingFile(path: path).recording().events.compactMap { event -> Note? in
      if case .note(let note) = event.kind { note } else { nil }
    }
    let steps = notes.filter { $0.code == .clockStep }
    #expect(steps.count == 1 && steps.allSatisfy { $0.text.contains("3600.0 s back") }, "\(notes)")
  }
}

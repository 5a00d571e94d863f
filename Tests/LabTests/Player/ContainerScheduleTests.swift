import Audio
import Lab
import Machines
import Scenarios
import Testing
import Timeline
import Wire

/// A container is cut as a recorder cuts it.
struct ContainerScheduleTests {
  /// Two seconds in packets of 20 ms.
  private static func file(_ container: AudioContainer) -> ContainerFile {
    let packets = (0..<100).map { OpusPacket([0x78] + [UInt8](repeating: UInt8($0), count: 20 + $0 * 13 % 60)) }
    return ContainerFile(packing: packets, OpusHead(), in: container)
  }

  private struct Sent: Equatable {
    var milliseconds: Int64
    var bytes: [UInt8]
  }

  private static func stream(_ file: ContainerFile, _ streaming: Streaming, slice: Int) -> [Sent] {
    let format = AudioFormat(encoding: .linear16, sampleRate: 48_000, channels: 1)
    let audio = StreamedAudio(bytes: file.bytes, headerBytes: file.marks.headerLength, format: format, marks: file.marks)
    let profile = Profile(audio: format, chunkSamples: 48 * slice)
    let play = Playbook(
      Player(scenario: Scenario(name: "t", steps: [.connect, .stream(streaming)]), profile: profile, target: "/", audio: audio))
    play >>> .started
    play >>> .opened(ResponseHead(status: 101, reason: "", headers: []))
    var sent: [Sent] = []
    func collect() {
      for case .send(.dialled, .binary(let bytes), _) in play.actions {
        sent.append(Sent(milliseconds: play.now / 1_000_000, bytes: bytes))
      }
    }
    collect()
    while let due = play.timers["chunk"] {
      play.clock(due.seconds)
      play.fireNext()
      collect()
    }
    return sent
  }

  @Test func aBlobHoldsWhatIsWholeWhenItsTimeIsUp() {
    let file = Self.file(.webm)
    let sent = Self.stream(file, Streaming(), slice: 250)
    #expect(sent.map(\.milliseconds) == [240, 500, 740, 1000, 1240, 1500, 1740, 2000])
    #expect(sent.flatMap(\.bytes) == file.bytes)
    // The header is in the first only.
    #expect(sent.map { AudioContainer(beginning: $0.bytes) } == [.webm] + [AudioContainer?](repeating: nil, count: 7))
    #expect(Set(sent.map(\.bytes.count)).count > 4)
  }

  @Test func pagesAreNotCut() {
    let file = Self.file(.ogg)
    let sent = Self.stream(file, Streaming(), slice: 250)
    #expect(sent.map(\.milliseconds) == [200, 500, 700, 1000, 1200, 1500, 1700, 2000])
    #expect(sent.flatMap(\.bytes) == file.bytes)
  }

  /// A page of another's file may be longer than a slice; and behind the last block of a file there is more, such as its index.
  @Test func longPagesAreCutAndTheRestGoesOut() {
    let file = Self.file(.ogg)
    #expect(Self.stream(file, Streaming(), slice: 40).map(\.milliseconds).prefix(5) == [40, 80, 100, 120, 160])
    var longer = Self.file(.webm)
    longer.bytes += [0xEC, 0x83, 1, 2, 3]
    let sent = Self.stream(longer, Streaming(), slice: 500)
    #expect(sent.flatMap(\.bytes) == longer.bytes)
    #expect(sent.map(\.milliseconds) == [500, 1000, 1500, 2000, 2000])
  }

  @Test func aPaceAndAStretch() {
    let file = Self.file(.webm)
    #expect(Self.stream(file, Streaming(rhythm: .pace(4)), slice: 500).map(\.milliseconds) == [125, 250, 375, 500])
    let part = Self.stream(file, Streaming(from: .seconds(1), to: .seconds(1.5)), slice: 250)
    #expect(part.map(\.milliseconds) == [240, 500])
    #expect(
      part.flatMap(\.bytes) == Array(file.bytes[..<file.marks.headerLength] + file.bytes[file.packets[49].end..<file.packets[74].end]))
    #expect(Self.stream(file, Streaming(rhythm: .burst(.seconds(1))), slice: 250).map(\.milliseconds).last == 2000)
    #expect(Self.stream(file, Streaming(), slice: 5).count == 400)
  }
}

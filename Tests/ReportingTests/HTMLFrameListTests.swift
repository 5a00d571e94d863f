import Diagnosis
import Foundation
import Reporting
import Speech
import Testing
import Timeline
import Wire

/// The frames that the script draws: each of them, in few bytes, told apart by what filters ask for.
struct HTMLFrameListTests {
  struct Entry: Equatable {
    var id: Int
    var tenths: Int
    var kind: [String]
    var length: Int
  }

  /// Read as the script reads it.
  static func read(_ island: String) throws -> [Entry] {
    let value = try JSONValue(parsing: Array(island.utf8))
    let classes = try #require(value["classes"]?.array).map { kind in
      (kind.array ?? []).map { $0.string ?? "\($0.integer ?? -1)" }
    }
    let text = try #require(value["frames"]?.string)
    let bytes = [UInt8](try #require(Data(base64Encoded: text)))
    var at = 0
    func next() -> Int {
      var value = 0
      var shift = 0
      repeat {
        value |= Int(bytes[at] & 0x7F) << shift
        shift += 7
        at += 1
      } while bytes[at - 1] & 0x80 != 0
      return value
    }
    var lengths = [Int](repeating: 0, count: classes.count)
    var entries: [Entry] = []
    var id = 0
    var time = 0
    while at < bytes.count {
      let head = next()
      if head & 1 != 0 { lengths[head >> 2] = next() }
      id += head & 2 != 0 ? next() : 1
      let later = next()
      time += later & 1 != 0 ? -(later + 1) / 2 : later / 2
      entries.append(Entry(id: id, tenths: time, kind: classes[head >> 2], length: lengths[head >> 2]))
    }
    return entries
  }

  private static func islands(_ report: Report) throws -> [[Entry]] {
    let page = try HTMLRendererTests.page(report)
    return try page.elements.filter { $0.attributes["class"] == "framedata" }.map { try read($0.text) }
  }

  @Test(arguments: Samples.stories.map(\.name)) func everyEventIsListed(_ name: String) throws {
    let report = try Samples.report(try #require(Samples.stories.first { $0.name == name }?.timeline))
    let entries = try Self.islands(report).flatMap(\.self)
    #expect(entries.map { Int64($0.id) } == report.recording.events.map(\.id))
    for (entry, event) in zip(entries, report.recording.events) {
      #expect(abs(Int64(entry.tenths) * 100_000 - event.at) <= 50_000)
      #expect(entry.kind[0] == event.hop?.rawValue ?? "")
      guard case .frame(let frame) = event.kind else { continue }
      #expect(entry.length == frame.frame.payload.count && entry.kind[1] == frame.sender.rawValue)
      #expect(entry.kind[4] == "\(event.connection)")
    }
  }

  /// A hundred thousand frames and more fit the page; what doesn't is a gap that says how much it stands for.
  @Test func aLongSessionFitsThePage() throws {
    let report = try HTMLSamples.long(sessions: 1, seconds: 4000, interims: 10, bytes: 8)
    let page = try HTMLRendererTests.page(report)
    let size = page.source.utf8.count
    #expect(size < 1_200_000)
    let entries = try Self.islands(report)[0]
    #expect(entries.count == report.recording.events.count && entries.count > 80_000)
    #expect(entries.map(\.id) == entries.map(\.id).sorted())
  }

  @Test func manyLongSessionsAreCutInTheMiddle() throws {
    let report = try HTMLSamples.long(sessions: 3, seconds: 2500, interims: 4, bytes: 8)
    let islands = try Self.islands(report)
    #expect(islands.count == 3)
    for (number, entries) in islands.enumerated() {
      let own = report.recording.events.filter { $0.session == number + 1 }.count
      let gaps = entries.filter { $0.kind[2] == "gap" }
      #expect(gaps.count == 1 && entries.count - 1 + gaps[0].length == own)
      #expect(entries.last.map { Int64($0.id) } == report.recording.events.last { $0.session == number + 1 }?.id)
    }
  }
}

import Foundation
import Testing

@testable import Timeline

/// What others go by is a field of a note; recordings of before have the text alone.
struct NoteTests {
  @Test func aTopicIsKept() throws {
    let note = Note(.step, "hush", topic: .stopReading)
    #expect(try JSONDecoder().decode(Note.self, from: JSONEncoder().encode(note)) == note)
    let plain = Note(.remark, "skipped ping: not connected")
    let json = try #require(String(bytes: JSONEncoder().encode(plain), encoding: .utf8))
    #expect(!json.contains("topic"))
  }

  @Test(arguments: [
    ("step", "stop reading", Note.Topic.stopReading), ("step", "read again", .readAgain), ("step", #"stop: text \"stop\""#, .stop),
    ("step", "await closed within 12 s", .awaitClosed),
    ("wait-expired", "the profile's ready message did not come within 5 s; going on without it", .ready),
    ("remark", "chosen by --investigate: a, b may each be the cause, and stall may part them", .investigation),
    ("remark", "stop reading", nil), ("step", "await final within 5 s", nil), ("step", #"send text \"stop: now\""#, nil),
  ])
  func anOldNoteIsReadByItsText(code: String, text: String, topic: Note.Topic?) throws {
    let note = try JSONDecoder().decode(Note.self, from: Data(#"{"code":"\#(code)","text":"\#(text)"}"#.utf8))
    #expect(note.topic == topic)
  }
}

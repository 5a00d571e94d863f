import Store
import Timeline
import Wire

/// What tests ask of a recording.
extension Recording {
  init(at path: String, run: String? = nil) throws { self = try RecordingFile(path: path).recording(run: run) }

  /// Frames of one sender on one hop.
  func frames(_ hop: Hop, _ sender: Party, _ opcode: Opcode? = nil) -> [Frame] {
    events.compactMap { event in
      guard event.hop == hop, case .frame(let value) = event.kind, value.sender == sender, opcode == nil || value.frame.opcode == opcode
      else { return nil }
      return value.frame
    }
  }

  /// How many binary frames the client has sent so far, in a file that may be going on; 0 where there is none yet.
  static func sentFrames(at path: String) -> Int { (try? Recording(at: path))?.frames(.client, .client, .binary).count ?? 0 }
}

import Foundation
import Store
import Testing
import Timeline
import Wire

/// What people said is for the owner of the file.
@Suite struct RightsTests {
  private func rights(_ path: String) throws -> Int? {
    (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
  }

  @Test func aRecordingIsItsOwnersAlone() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun())
    writer.record(Samples.frame(.text, [1]))
    try writer.flush()
    for suffix in ["", "-wal", "-shm"] { #expect(try rights(folder.file() + suffix) == 0o600, "\(suffix)") }
    try writer.finish(run: Samples.simpleRun())
    #expect(try rights(folder.file()) == 0o600)
  }

  /// Who gave others a right to a file knows why.
  @Test func aFileThatIsThereKeepsItsRights() throws {
    let folder = try TemporaryFolder()
    try RecordingWriter(path: folder.file(), run: Samples.simpleRun()).finish(run: Samples.simpleRun())
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.file())
    try RecordingWriter(path: folder.file(), run: Samples.simpleRun("after")).finish(run: Samples.simpleRun("after"))
    #expect(try rights(folder.file()) == 0o640)
  }
}

internal import Diagnosis
internal import Foundation
internal import Network
internal import Reporting
internal import Store
internal import Timeline

/// Tries the disk that a recording would be written to, and leaves nothing behind.
enum DiskProbe {
  /// The page of a recording (DESIGN.md).
  private static let page = [UInt8](repeating: 0x5A, count: 32768)
  private static let writes = 20

  static func measure(recording: String, clock: RunClock) -> MachineFigures.Disk {
    let folder = existing(above: recording)
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
    let (times, failure) = write(in: folder, clock)
    return MachineFigures.Disk(
      folder: folder, write: Percentiles(times), freeBytes: free, failure: failure,
      flushInterval: .milliseconds(Double(WriterOptions().flushInterval)))
  }

  /// A run makes the folder; until then the nearest above it is on the same disk.
  private static func existing(above recording: String) -> String {
    var folder = URL(fileURLWithPath: recording).standardizedFileURL.deletingLastPathComponent()
    while folder.path != "/", !Files.exists(folder.path) { folder.deleteLastPathComponent() }
    return folder.path
  }

  private static func write(in folder: String, _ clock: RunClock) -> (times: [Nanoseconds], failure: String?) {
    var path = Array((folder + "/.sttcheck-doctor-XXXXXX").utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { return ([], String(cString: strerror(errno))) }
    defer { close(file) }
    // Its name goes at once: whatever ends this, nothing stays.
    unlink(path)
    var times: [Nanoseconds] = []
    for _ in 0..<writes {
      let start = clock.now()
      let count = page.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
      guard count == page.count, fsync(file) == 0 else {
        return (times, count >= 0 && count < page.count ? "the disk is full" : String(cString: strerror(errno)))
      }
      times.append(clock.now() - start)
    }
    return (times, nil)
  }
}

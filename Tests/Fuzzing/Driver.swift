import Foundation
import FuzzTargets

/// What libFuzzer calls: the target that STTCHECK_FUZZ_TARGET names gets the input; what does not hold ends the program, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput") public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let broken = Chosen.target.run(Array(UnsafeBufferPointer(start: start, count: count))) { fatalError(broken) }
  return 0
}

/// Writes the good inputs of the target into the corpus, before anything is run.
@_cdecl("LLVMFuzzerInitialize") public func initialize(_ count: UnsafeMutableRawPointer?, _ words: UnsafeMutableRawPointer?) -> CInt {
  if let corpus = ProcessInfo.processInfo.environment["STTCHECK_FUZZ_CORPUS"] {
    for (number, seed) in Chosen.target.seeds.enumerated() {
      _ = FileManager.default.createFile(atPath: "\(corpus)/seed-\(number)", contents: Data(seed))
    }
  }
  return 0
}

private enum Chosen {
  static let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["STTCHECK_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget.pure.first(where: { $0.name == name }) else {
      fatalError("STTCHECK_FUZZ_TARGET is '\(name)'; it names one of: \(FuzzTarget.pure.map(\.name).joined(separator: ", "))")
    }
    return target
  }()
}

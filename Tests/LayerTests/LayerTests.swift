import Foundation
import Testing

/// What each layer may import of ours and of others: the arrows of the design, held here so that a new one is a decision.
struct LayerTests {
  static let allowed: [String: Set<String>] = [
    "Digest": ["CLibcrypto"],
    "Wire": ["CZlib"],
    "Audio": [],
    "Codecs": ["Audio", "COpus"],
    "Speech": ["Audio"],
    "Timeline": ["Wire", "Audio", "Speech", "Synchronization"],
    "Dialects": ["Wire", "Audio", "Speech", "Timeline", "Digest"],
    "Scenarios": ["Wire", "Audio", "Codecs", "Speech", "Timeline", "Dialects", "CBuiltIns", "Yams"],
    "Machines": ["Wire", "Timeline", "Digest"],
    "Lab": ["Machines", "Wire", "Audio", "Codecs", "Speech", "Timeline", "Dialects", "Scenarios", "Digest", "Synchronization"],
    "Chance": ["Machines", "Wire", "Audio", "Speech", "Timeline", "Scenarios", "Lab", "Synchronization"],
    "Network": [
      "Machines", "Wire", "Timeline", "Speech", "Digest", "CLibcrypto", "CLibssl", "NIOCore", "NIOPosix", "HeapModule",
      "Synchronization",
      // The C library, by whatever name it goes where this is built.
      "Glibc", "Musl", "Darwin",
    ],
    "Store": ["Digest", "Timeline", "Wire", "GRDB", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc"],
    "Exchange": ["Machines", "Wire", "Audio", "Speech", "Timeline", "Digest", "FoundationEssentials"],
    "Diagnosis": ["Wire", "Timeline", "Audio", "Speech", "Digest", "Dialects", "CBuiltIns"],
    "Reporting": ["Wire", "Timeline", "Diagnosis", "Speech", "Audio", "Digest", "CReportFiles"],
    "Watching": ["Timeline", "Speech", "Diagnosis", "Reporting", "CoreMetrics", "Synchronization"],
    "SttcheckDiagnosis": ["Timeline", "Store", "Diagnosis", "Reporting"],
    "Processes": ["Foundation", "Synchronization"],
    "Running": [
      "Audio", "Speech", "Timeline", "Wire", "Dialects", "Scenarios", "Machines", "Lab", "Chance", "Network", "Store", "Diagnosis",
      "Processes", "NIOCore",
      "Synchronization",
    ],
    "sttcheck": [
      "Audio", "Speech", "Timeline", "Wire", "Dialects", "Scenarios", "Lab", "Chance", "Network", "Store", "Diagnosis", "Reporting",
      "Watching", "Running", "Exchange", "Processes",
      "ArgumentParser", "NIOPosix", "Foundation", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin",
    ],
  ]

  static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

  @Test(arguments: allowed.keys.sorted())
  func importsOnlyWhatItMay(_ layer: String) throws {
    let folder = Self.sources.appendingPathComponent(layer)
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var seen = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      seen += 1
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position <= 1, words.count == position + 2 else { continue }
        let module = String(words[position + 1])
        #expect(Self.allowed[layer]?.contains(module) == true, "\(file.lastPathComponent) imports \(module)")
      }
    }
    #expect(seen > 0)
  }

  @Test func everyFolderIsALayer() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path).filter { !$0.hasPrefix(".") && !isC($0) }
    #expect(Set(folders) == Set(Self.allowed.keys))
  }

  /// `CBuiltIns` and its like hold C, and import nothing of ours; `Chance` is a word.
  private func isC(_ folder: String) -> Bool { folder.first == "C" && folder.dropFirst().first?.isUppercase == true }

  /// The catalogue is an array; a rule's file that is not in it would never fire.
  @Test func everyRuleFileIsInTheCatalogue() throws {
    let rules = Self.sources.appendingPathComponent("Diagnosis/Rules")
    let catalogue = try String(contentsOf: Self.sources.appendingPathComponent("Diagnosis/Catalogue.swift"), encoding: .utf8)
    let files = try #require(FileManager.default.enumerator(at: rules, includingPropertiesForKeys: nil))
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      guard text.contains(": Rule {") || text.contains(": OutageRule {") else { continue }
      count += 1
      #expect(catalogue.contains("\(file.deletingPathExtension().lastPathComponent)()"))
    }
    #expect(count > 10)
  }

  /// The catalogue is an array; a fault's file that is not in it could never be put in.
  @Test func everyFaultFileIsInTheCatalogue() throws {
    let faults = Self.sources.appendingPathComponent("Lab/Faults")
    let catalogue = try String(contentsOf: faults.appendingPathComponent("FaultCatalogue.swift"), encoding: .utf8)
    let files = try #require(FileManager.default.enumerator(at: faults, includingPropertiesForKeys: nil))
    var count = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      guard text.contains(": Fault {") else { continue }
      count += 1
      let type = file.deletingPathExtension().lastPathComponent
      #expect(text.contains("struct \(type): Fault {"), "\(file.lastPathComponent)")
      #expect(catalogue.contains(" \(type)("), "\(type)")
    }
    #expect(count > 60)
  }

  /// The list of steps is an array; a step's file that is not in it could never be read.
  @Test func everyStepFileIsInTheList() throws {
    let steps = Self.sources.appendingPathComponent("Scenarios/Steps")
    let list = try String(contentsOf: steps.appendingPathComponent("Step.swift"), encoding: .utf8)
    let files = try FileManager.default.contentsOfDirectory(at: steps.appendingPathComponent("Kinds"), includingPropertiesForKeys: nil)
    for file in files {
      let type = file.deletingPathExtension().lastPathComponent
      #expect(try String(contentsOf: file, encoding: .utf8).contains("struct \(type): StepKind {"), "\(type)")
      #expect(list.contains(" \(type).self"), "\(type)")
    }
    #expect(files.count > 10)
  }

  /// The list of forms is an array; a type of message that is not in it would be read as an unknown one.
  @Test func everyMessageOfTheServiceIsRead() throws {
    let messages = Self.sources.appendingPathComponent("Speech/Deepgram")
    let forms = try String(contentsOf: messages.appendingPathComponent("ServiceMessage.swift"), encoding: .utf8)
    let files = try FileManager.default.contentsOfDirectory(atPath: messages.path).filter { $0.hasSuffix(".swift") }
    var count = 0
    for file in files {
      let type = file.dropLast(".swift".count)
      guard try String(contentsOf: messages.appendingPathComponent(file), encoding: .utf8).contains("\(type): ServiceContent") else {
        continue
      }
      count += 1
      #expect(forms.contains("Form(\(type).self, "), "\(type)")
    }
    #expect(count > 4)
  }

  /// A timer that is set, cancelled or answered by a text of its own would never fire for a slip: each has a name, or a case of its machine's enum.
  @Test func noTimerIsSpelledWhereItIsUsed() throws {
    let files = try #require(FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
    var set = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for verb in ["wake", "cancel", "fired"] {
        set += text.contains(".\(verb)(") ? 1 : 0
        #expect(!text.contains(".\(verb)(\""), "\(file.lastPathComponent)")
      }
    }
    #expect(set > 30)
  }

  /// The benchmarks are a package of their own, in which the layers stand again: one that got a new dependency could not be measured any more.
  @Test func theBenchmarksKnowTheSameLayers() throws {
    let benchmarks = Self.sources.deletingLastPathComponent().appendingPathComponent("Tests/Benchmarks")
    let package = try String(contentsOf: benchmarks.appendingPathComponent("Package.swift"), encoding: .utf8)
    let links = Set(try FileManager.default.contentsOfDirectory(atPath: benchmarks.appendingPathComponent("Sources").path))
    let pieces = package.components(separatedBy: "layer(").dropFirst()
    var count = 0
    for piece in pieces {
      let words = piece.components(separatedBy: "\"")
      guard words.count > 1, words[0].allSatisfy(\.isWhitespace), let allowed = Self.allowed[words[1]] else { continue }
      count += 1
      let needed = allowed.filter { Self.allowed.keys.contains($0) || isC($0) }
      #expect(needed.isSubset(of: words.dropFirst(2)), "\(words[1]) wants \(needed.subtracting(words.dropFirst(2)).sorted())")
      #expect(needed.union([words[1]]).isSubset(of: links), "no link for \(needed.union([words[1]]).subtracting(links).sorted())")
    }
    #expect(count > 10)
  }

  /// Style, script and schemas are files that are checked as what they are (`Tests/Papers/test_files.py`): none stands in a string of Swift.
  @Test func reportsHaveNoLanguageOfOthersInStrings() throws {
    let declaration = try Regex(#"[{;] *-{0,2}[a-z][a-z-]* *: *[^;{}]+;"#)
    let function = try Regex(#"\bfunction *\w* *\("#)
    let files = try #require(
      FileManager.default.enumerator(at: Self.sources.appendingPathComponent("Reporting"), includingPropertiesForKeys: nil))
    var seen = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      seen += 1
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.contains("///") {
        let isOthers = line.contains(declaration) || line.contains(function) || line.contains("json-schema.org")
        #expect(!isOthers, "\(file.lastPathComponent): \(line)")
      }
    }
    #expect(seen > 100)
  }
}

// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .treatAllWarnings(as: .error),
]

let nio = "swift-nio"
let metrics = "swift-metrics"

/// For what the tests spend their time in: samples, frames, the lab, the diagnosis. Optimized in a debug build too, they take half the time, for a
/// minute more of building it from nothing.
/// Not where this is a dependency, for a package with such flags can be none.
let isDependency = Context.packageDirectory.contains("/checkouts/")
let optimized: [SwiftSetting] = isDependency ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A target of ours: what it may import is exactly what stands here (held by `.ci/run` and a test).
func layer(_ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

/// The tests of one layer.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "sttcheck",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "sttcheck", targets: ["sttcheck"]), .library(name: "SttcheckDiagnosis", targets: ["SttcheckDiagnosis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CLibssl", pkgConfig: "libssl", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"]), .brew(["opus"])]),
    .target(name: "CBuiltIns"),
    .target(name: "CReportFiles", exclude: ["Page"]),
    layer("Digest", ["CLibcrypto"]),
    layer("Wire", ["CZlib"], optimized),
    layer("Audio", [], optimized),
    layer("Codecs", ["Audio", "COpus"], optimized),
    layer("Speech", ["Audio"], optimized),
    layer("Timeline", ["Wire", "Audio", "Speech"], optimized),
    layer("Dialects", ["Wire", "Audio", "Speech", "Timeline", "Digest"], optimized),
    layer(
      "Scenarios", ["Wire", "Audio", "Codecs", "Speech", "Timeline", "Dialects", "CBuiltIns", .product(name: "Yams", package: "Yams")]),
    layer("Machines", ["Wire", "Timeline", "Digest"], optimized),
    layer("Lab", ["Machines", "Wire", "Audio", "Codecs", "Speech", "Timeline", "Dialects", "Scenarios", "Digest"], optimized),
    layer("Chance", ["Machines", "Wire", "Audio", "Speech", "Timeline", "Scenarios", "Lab"]),
    layer(
      "Network",
      [
        "Machines", "Wire", "Timeline", "Speech", "Digest", "CLibcrypto", "CLibssl",
        .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
        .product(name: "HeapModule", package: "swift-collections"),
      ]),
    layer("Processes"),
    layer("Store", ["Digest", "Timeline", "Wire", .product(name: "GRDB", package: "GRDB.swift")]),
    layer("Exchange", ["Machines", "Wire", "Audio", "Speech", "Timeline", "Digest"]),
    layer("Diagnosis", ["Wire", "Timeline", "Audio", "Speech", "Digest", "Dialects", "CBuiltIns"], optimized),
    layer("Reporting", ["Wire", "Timeline", "Diagnosis", "Speech", "Audio", "Digest", "CReportFiles"]),
    layer("Watching", ["Timeline", "Speech", "Diagnosis", "Reporting", .product(name: "CoreMetrics", package: metrics)]),
    layer("SttcheckDiagnosis", ["Timeline", "Store", "Diagnosis", "Reporting"]),
    layer(
      "Running",
      [
        "Audio", "Speech", "Timeline", "Wire", "Dialects", "Scenarios", "Machines", "Lab", "Chance", "Network", "Store", "Diagnosis",
        "Processes",
        .product(name: "NIOCore", package: nio),
      ]),
    .executableTarget(
      name: "sttcheck",
      dependencies: [
        "Audio", "Speech", "Timeline", "Wire", "Dialects", "Scenarios", "Lab", "Chance", "Network", "Store", "Diagnosis", "Reporting",
        "Watching", "Running", "Exchange", "Processes",
        .product(name: "NIOPosix", package: nio),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "AutobahnEcho",
      dependencies: ["Wire", "Timeline", "Machines", "Network", .product(name: "NIOPosix", package: nio)],
      path: "Tests/Autobahn/Echo", swiftSettings: strict),
    // What tests of several layers draw from.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict + optimized),
    // Recordings written by hand: what the rules' examples are read by.
    .target(name: "Written", dependencies: ["Wire", "Timeline"], path: "Tests/Written", swiftSettings: strict),
    // What the tests feed with mutations, and libFuzzer with whatever it likes.
    .target(
      name: "FuzzTargets", dependencies: ["Wire", "Audio", "Speech", "Timeline", "Exchange", "TestSupport", "Written"],
      path: "Tests/FuzzTargets",
      swiftSettings: strict + optimized),
    tests(
      "FuzzTests",
      [
        "Written", "FuzzTargets", "Audio", "Codecs", "Network", "Scenarios", "Store", "Timeline", "Wire",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests("WireTests", ["TestSupport", "Wire"]),
    tests("DigestTests", ["Digest"]),
    tests("AudioTests", ["TestSupport", "Audio"]),
    tests("CodecsTests", ["Codecs", "Audio"]),
    tests("SpeechTests", ["TestSupport", "Speech", "Audio"]),
    tests("TimelineTests", ["Wire", "Timeline"]),
    tests("DialectsTests", ["Dialects", "Wire", "Speech", "Timeline"]),
    tests("ScenariosTests", ["TestSupport", "Scenarios", "Wire", "Dialects", "Audio", "Codecs", "Speech", "Timeline", "Diagnosis"]),
    tests("LabTests", ["TestSupport", "Machines", "Lab", "Wire", "Audio", "Codecs", "Speech", "Timeline", "Scenarios", "Digest"]),
    tests("StoreTests", ["TestSupport", "Wire", "Timeline", "Store", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(
      "NetworkTests",
      [
        "TestSupport", "Wire", "Timeline", "Machines", "Lab", "Digest", "Network", "CLibcrypto", .product(name: "NIOCore", package: nio),
        .product(name: "NIOPosix", package: nio),
      ]),
    tests("ExchangeTests", ["Exchange", "Wire", "Speech", "Timeline", "Digest"]),
    tests("DiagnosisTests", ["Written", "TestSupport", "Diagnosis", "Speech", "Timeline", "Wire"]),
    tests(
      "ReportingTests", ["Written", "TestSupport", "Reporting", "Diagnosis", "Timeline", "Speech", "Wire"],
      exclude: ["Goldens", "Browser", "Schemas"]),
    tests(
      "WatchingTests",
      [
        "Watching", "Speech", "Timeline", .product(name: "CoreMetrics", package: metrics),
        .product(name: "MetricsTestKit", package: metrics),
      ]),
    tests("SttcheckDiagnosisTests", ["SttcheckDiagnosis"]),
    tests("ProcessesTests", ["Processes"]),
    tests("ChanceTests", ["Chance", "Timeline"]),
    tests(
      "RunningTests",
      [
        "TestSupport", "Running", "Chance", "Dialects", "Scenarios", "Machines", "Lab", "Diagnosis", "Reporting", "Timeline", "Wire",
        "Audio", "Codecs",
        "Speech",
        "Network",
        "Store", "Exchange",
        .product(name: "NIOPosix", package: nio),
      ]),
    tests("LayerTests", []),
    tests("FieldTests", ["TestSupport", "Speech"], exclude: ["Relays", "Clients"]),
    tests(
      "CommandLineTests",
      ["TestSupport", "CLibcrypto", "Digest", "Speech", "Store", "Timeline", "Wire", .product(name: "GRDB", package: "GRDB.swift")]),
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2
// A package of its own, so that nobody who builds sttcheck builds this. Its folders of sources are links to the real ones:
// one package holds both, and what is `package` there can be measured here.
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

func nio(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-nio") }
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "sttcheck",
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLibssl", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"])]),
    .target(name: "CBuiltIns"),
    .target(name: "CReportFiles", exclude: ["Page"]),
    layer("Digest", ["CLibcrypto"]),
    layer("Wire", ["CZlib"]),
    layer("Audio"),
    layer("Codecs", ["Audio", "COpus"]),
    layer("Speech", ["Audio"]),
    layer("Timeline", ["Wire", "Audio", "Speech"]),
    layer("Dialects", ["Wire", "Audio", "Speech", "Timeline", "Digest"]),
    layer(
      "Scenarios", ["Wire", "Audio", "Codecs", "Speech", "Timeline", "Dialects", "CBuiltIns", .product(name: "Yams", package: "Yams")]),
    layer("Machines", ["Wire", "Timeline", "Digest"]),
    layer("Lab", ["Machines", "Wire", "Audio", "Codecs", "Speech", "Timeline", "Dialects", "Scenarios", "Digest"]),
    layer("Chance", ["Machines", "Wire", "Audio", "Speech", "Timeline", "Scenarios", "Lab"]),
    layer(
      "Network",
      [
        "Machines", "Wire", "Timeline", "Speech", "Digest", "CLibcrypto", "CLibssl", nio("NIOCore"), nio("NIOPosix"), heap,
      ]),
    layer("Processes"),
    layer("Store", ["Digest", "Timeline", "Wire", grdb]),
    layer("Diagnosis", ["Wire", "Timeline", "Audio", "Speech", "Digest", "Dialects", "CBuiltIns"]),
    layer("Reporting", ["Wire", "Timeline", "Diagnosis", "Speech", "Audio", "Digest", "CReportFiles"]),
    layer(
      "Running",
      [
        "Audio", "Speech", "Timeline", "Wire", "Dialects", "Scenarios", "Machines", "Lab", "Chance", "Network", "Store", "Diagnosis",
        "Processes", nio("NIOCore"),
      ]),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Wire", "Timeline", "Scenarios", "Machines", "Lab", "Network", "Store", "Diagnosis", "Reporting", "Running", grdb,
        nio("NIOCore"), nio("NIOPosix"), nio("NIOEmbedded"), nio("NIOWebSocket"),
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

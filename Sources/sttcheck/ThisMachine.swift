internal import Diagnosis
internal import Foundation
internal import NIOPosix
internal import Network
internal import Processes
internal import Reporting
internal import Store
internal import Timeline

/// Measures the machine that this runs on.
enum ThisMachine {
  /// A hundred chunks of 20 ms: two seconds.
  private static let ticks = 100
  private static let tick = Nanoseconds.milliseconds(20)
  private static let trips = 200

  static func figures(recording: String, on group: MultiThreadedEventLoopGroup) async -> MachineFigures {
    let loop = group.next()
    let clock = RunClock()
    let wall = WallClock.unixNanoseconds - clock.now()
    let late = await TimerProbe.lateness(count: ticks, every: tick, clock: clock, on: loop)
    let trips = (try? await LoopbackProbe.roundTrips(count: trips, clock: clock, on: loop)) ?? []
    let disk = DiskProbe.measure(recording: recording, clock: clock)
    let environment = ProcessInfo.processInfo.environment
    return MachineFigures(
      clockResolution: resolution, wallStep: WallClock.unixNanoseconds - clock.now() - wall, timer: Percentiles(late),
      loopback: Percentiles(trips), disk: disk, openFiles: openFiles, cores: ProcessInfo.processInfo.activeProcessorCount, load: load,
      memory: MachineFigures.Memory(available: availableMemory, wanted: Int64(Limits().memory)), proxies: proxies(environment),
      authority: authority(AuthorityFolder(environment)), tlsLibrary: TLSLibrary.version)
  }

  private static var resolution: Nanoseconds? {
    var step = timespec()
    guard clock_getres(CLOCK_MONOTONIC, &step) == 0 else { return nil }
    return Nanoseconds(step.tv_sec) * 1_000_000_000 + Nanoseconds(step.tv_nsec)
  }

  private static var openFiles: Int? {
    guard let limit = ResourceLimit.openFiles.current else { return nil }
    // No limit is the largest number there is.
    return limit.rlim_cur >= rlim_t(Int32.max) ? nil : Int(limit.rlim_cur)
  }

  private static var load: Double? {
    var average = [0.0]
    return getloadavg(&average, 1) == 1 ? average[0] : nil
  }

  /// `MemAvailable` of Linux; other systems do not say it in a file.
  private static var availableMemory: Int64? {
    guard let text = Files.contents("/proc/meminfo") else { return nil }
    let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }.map { $0 * 1024 }
  }

  private static let proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]

  private static func proxies(_ environment: [String: String]) -> [MachineFigures.Proxy] {
    proxyVariables.flatMap { [$0, $0.lowercased()] }.compactMap { variable in
      guard let value = environment[variable], !value.isEmpty else { return nil }
      return MachineFigures.Proxy(variable: variable, value: withoutCredentials(value))
    }
  }

  /// `http://user:secret@proxy:3128` → `http://…@proxy:3128`.
  private static func withoutCredentials(_ value: String) -> String {
    guard let at = value.lastIndex(of: "@") else { return value }
    let scheme = value.range(of: "://").map { String(value[..<$0.upperBound]) } ?? ""
    return scheme + "…" + value[at...]
  }

  private static func authority(_ folder: AuthorityFolder) -> MachineFigures.Authority {
    do throws(CommandFailure) {
      guard let known = try folder.existing() else { return .none }
      return known.isValid(afterDays: 0) ? .valid(path: folder.certificate) : .expired(path: folder.certificate)
    } catch {
      return .unusable(reason: error.text)
    }
  }
}

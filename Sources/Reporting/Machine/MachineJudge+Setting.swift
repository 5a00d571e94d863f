internal import Diagnosis
internal import Timeline

extension MachineJudge {
  static func disk(_ disk: MachineFigures.Disk) -> MachineCheck {
    let elsewhere = "Record to another disk: --record FILE."
    if let failure = disk.failure {
      return MachineCheck(
        .disk, .problem, "\(disk.folder): \(failure)", meaning: "`run` can't record there: it ends with exit code 4.", remedy: elsewhere)
    }
    let free = disk.freeBytes.map { "\(bytes($0)) free" } ?? "free space not known"
    let write = disk.write.map { "a synced write takes \(Wording.span($0.p50)) (p50), \(Wording.span($0.max)) (max)" }
    let found = "\(disk.folder): \(([free] + (write.map { [$0] } ?? [])).joined(separator: "; "))"
    let hours = disk.freeBytes.map { Double($0) / Double(bytesOfAnHour) }
    if let hours, let available = disk.freeBytes, hours < 1 {
      let minutes = Int(hours * 60)
      return MachineCheck(
        .disk, available < leastFree ? .problem : .note, found,
        meaning: "Room for about \(Wording.count(minutes, "minute")) of recorded audio; a full disk ends a run with exit code 4.",
        remedy: "Free some space. " + elsewhere)
    }
    if let slowest = disk.write?.max, slowest > disk.flushInterval {
      return MachineCheck(
        .disk, .note, found,
        meaning:
          "A recording is written every \(Wording.span(disk.flushInterval)): here more of it would be lost in a crash of the machine.",
        remedy: elsewhere)
    }
    let room = hours.map { "Room for about \(Wording.count(Int($0), "hour")) of recorded audio." } ?? "Recordings can be written."
    return MachineCheck(.disk, .ok, found, meaning: room)
  }

  /// An hour of audio as the default profile sends it (44100 samples a second of two bytes), on both hops.
  private static let bytesOfAnHour: Int64 = 44_100 * 2 * 3600 * 2
  /// What the recorder may have waiting to be written.
  private static let leastFree: Int64 = 64 << 20

  static func proxies(_ proxies: [MachineFigures.Proxy]) -> MachineCheck {
    guard !proxies.isEmpty else {
      return MachineCheck(.proxies, .ok, "none in the environment", meaning: "Whatever is not on this machine is reached straight.")
    }
    return MachineCheck(
      .proxies, .note, proxies.map { "\($0.variable)=\($0.value)" }.joined(separator: ", "),
      meaning:
        "`run` asks a relay straight, whatever they say, unless the profile's `proxy` names one. What is passed on to the real service goes by HTTPS_PROXY.",
      remedy: "Where the relay is only reached by one, put `proxy:` into the profile.")
  }

  static func authority(_ authority: MachineFigures.Authority) -> MachineCheck {
    switch authority {
    case .none:
      MachineCheck(
        .authority, .ok, "none was made yet",
        meaning: "One is made when it is wanted: for a relay with wss:// and the service's name in its code (`run --start`, `sttcheck ca`)."
      )
    case .valid(let path):
      MachineCheck(.authority, .ok, path, meaning: "Relays that trust it take sttcheck for the service (`sttcheck env`).")
    case .expired(let path):
      MachineCheck(
        .authority, .note, "\(path) is not valid any more",
        meaning: "A new one is made when it is wanted; relays must then trust that one.",
        remedy: "`sttcheck ca`, and start the relay again.")
    case .unusable(let reason):
      MachineCheck(
        .authority, .problem, reason, meaning: "A service over TLS can't be played for relays.",
        remedy: "Remove it; `sttcheck ca` makes another.")
    }
  }

  /// `512 MB`, `3.2 GB`, in powers of ten as disks are sold.
  static func bytes(_ count: Int64) -> String {
    let units: [(name: String, size: Double)] = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
    guard let unit = units.first(where: { Double(count) >= $0.size }) else { return "\(count) bytes" }
    return "\(Wording.decimal(Double(count) / unit.size, Double(count) < 10 * unit.size ? 1 : 0)) \(unit.name)"
  }
}

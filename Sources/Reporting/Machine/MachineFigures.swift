package import Diagnosis
package import Timeline

/// What was measured of the machine that sttcheck runs on. Nil is "not known", never 0.
package struct MachineFigures: Sendable, Equatable {
  /// The smallest step of the monotonic clock.
  package var clockResolution: Nanoseconds?
  /// How far the clock on the wall went from the monotonic one while all this was measured.
  package var wallStep: Nanoseconds
  /// How late timers fire that are set 20 ms apart.
  package var timer: Percentiles?
  /// A chunk of audio to this machine itself and back, over TCP.
  package var loopback: Percentiles?
  package var disk: Disk
  /// How many files one program may have open; nil: as many as it likes.
  package var openFiles: Int?
  package var cores: Int
  /// How many programs wanted a core, on average of the last minute.
  package var load: Double?
  /// Bytes.
  package var memory: Memory
  /// Variables of the environment that name a proxy, without their credentials.
  package var proxies: [Proxy]
  package var authority: Authority
  /// The OpenSSL that speaks TLS and judges certificates.
  package var tlsLibrary: String

  /// The folder of recordings, or the nearest above it that exists.
  package struct Disk: Sendable, Equatable {
    package var folder: String
    /// A write of one page, and its way to the disk.
    package var write: Percentiles?
    package var freeBytes: Int64?
    /// Why nothing could be written there.
    package var failure: String?
    /// How often a recording is written: the recorder's own.
    package var flushInterval: Nanoseconds

    package init(folder: String, write: Percentiles?, freeBytes: Int64?, failure: String?, flushInterval: Nanoseconds) {
      self.folder = folder
      self.write = write
      self.freeBytes = freeBytes
      self.failure = failure
      self.flushInterval = flushInterval
    }
  }

  package struct Memory: Sendable, Equatable {
    package var available: Int64?
    /// What a run keeps at the most, unless it is told otherwise.
    package var wanted: Int64

    package init(available: Int64?, wanted: Int64) {
      self.available = available
      self.wanted = wanted
    }
  }

  package struct Proxy: Sendable, Equatable {
    package var variable: String
    package var value: String

    package init(variable: String, value: String) {
      self.variable = variable
      self.value = value
    }
  }

  /// sttcheck's own authority.
  package enum Authority: Sendable, Equatable {
    case none
    case valid(path: String)
    case expired(path: String)
    case unusable(reason: String)
  }

  package init(
    clockResolution: Nanoseconds?, wallStep: Nanoseconds, timer: Percentiles?, loopback: Percentiles?, disk: Disk, openFiles: Int?,
    cores: Int, load: Double?, memory: Memory, proxies: [Proxy], authority: Authority, tlsLibrary: String
  ) {
    self.clockResolution = clockResolution
    self.wallStep = wallStep
    self.timer = timer
    self.loopback = loopback
    self.disk = disk
    self.openFiles = openFiles
    self.cores = cores
    self.load = load
    self.memory = memory
    self.proxies = proxies
    self.authority = authority
    self.tlsLibrary = tlsLibrary
  }
}

/// The version that reports name.
package let toolVersion = "0.1.0"

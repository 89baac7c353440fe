extension ShippingLabel {
    /// The label in ZPL II, for a printer of 203 dots an inch and a label of 4 by 6 inches.
    package var zpl: String {
        let module = max(1, LabelSheet.width / (barcode.moduleCount + 2 * Code128.quietZone))
        let indent = (LabelSheet.width - barcode.moduleCount * module) / 2
        var lines = [
            "^XA",
            "^CI28",
            "^PW\(LabelSheet.width)",
            "^LL\(LabelSheet.height)",
            Self.text(heading, atLine: 50, height: 56),
        ]
        let height = isSmall ? 30 : 44
        for (index, line) in recipient.enumerated() {
            lines.append(Self.text(line, atLine: 150 + index * (height + 6), height: height))
        }
        lines += [
            // Mode A: the printer chooses the subsets as this file's barcode does.
            "^FO\(indent),820^BY\(module)^BCN,200,Y,N,N,A^FH_^FD\(Self.fieldData(code))^FS",
            Self.text("Order \(orderID)", atLine: 1100, height: 26),
            Self.text("Shipment \(shipmentID)", atLine: 1140, height: 26),
            "^XZ",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ text: String, atLine top: Int, height: Int) -> String {
        "^FO\(LabelSheet.margin),\(top)^A0N,\(height),\(height * 2 / 3)^FH_^FD\(fieldData(text))^FS"
    }

    /// A field's data under `^FH_`: every byte that is no plain letter, digit or mark is written as `_` and its
    /// hexadecimal digits, so that no text can give the printer a command.
    private static func fieldData(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: ","), UInt8(ascii: "/"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "_" + (byte < 16 ? "0" : "") + digits
            }
        }
        return escaped
    }
}

/// A label of 4 by 6 inches in dots of 203 an inch, which both formats draw on.
enum LabelSheet {
    static let width = 812
    static let height = 1218
    static let margin = 40
}

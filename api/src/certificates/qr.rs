//! An address as a QR code, drawn as lines so that it stays sharp at every size.

use qrcodegen::{QrCode, QrCodeEcc};

/// How wide the empty border is, in modules (ISO/IEC 18004 asks for four).
const BORDER: i32 = 4;

/// The code as SVG; nothing where the text is too long for one.
pub(super) fn svg(text: &str, colour: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size() + 2 * BORDER;
    let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let dark = dark.filter(|(x, y)| code.get_module(*x, *y));
    let path = dark.fold(String::new(), |path, (x, y)| {
        format!("{path}M{} {}h1v1h-1z", x + BORDER, y + BORDER)
    });
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\">\
         <rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"{colour}\"/></svg>"
    ))
}

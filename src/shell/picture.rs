//! Drawing an SVG as a PNG, by the browser's own canvas.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};
use workbench::download::Download;
use workbench::problem::Problem;
use yew::Callback;

use crate::shell::download;

/// Points of the picture for one of the drawing, so that print is sharp.
const SCALE: f64 = 2.0;
/// The longest side that every browser's canvas takes.
const LONGEST: f64 = 16_384.0;

/// Saves the picture under its name; tells when the browser will not.
pub fn save_png(name: String, svg: String, refused: Callback<Problem>) {
    wasm_bindgen_futures::spawn_local(async move {
        let saved = match draw(&svg).await {
            Ok(png) => download::save(&Download::new(name.clone(), "image/png", Rc::new(png))),
            Err(reason) => Err(reason),
        };
        if saved.is_err() {
            refused.emit(Problem::DownloadRefused(name));
        }
    });
}

async fn draw(svg: &str) -> Result<Vec<u8>, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let image = HtmlImageElement::new()?;
    let address =
        ["data:image/svg+xml;charset=utf-8,", &String::from(js_sys::encode_uri_component(svg))].concat();
    image.set_src(&address);
    JsFuture::from(image.decode()).await?;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let scale = SCALE.min(LONGEST / width.max(height).max(1.0));
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sides of a picture are small positive numbers"
    )]
    let side = |length: f64| (length * scale) as u32;
    canvas.set_width(side(width));
    canvas.set_height(side(height));
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    context.scale(scale, scale)?;
    context.draw_image_with_html_image_element(&image, 0.0, 0.0)?;
    let address = canvas.to_data_url_with_type("image/png")?;
    let encoded = address.split_once(',').map(|(_, encoded)| encoded).ok_or(JsValue::NULL)?;
    let letters = web_sys::window().ok_or(JsValue::NULL)?.atob(encoded)?;
    // `atob` gives a letter for each octet
    Ok(letters.chars().map(|letter| letter as u8).collect())
}

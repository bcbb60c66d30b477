//! An SVG document as pixels.

use crate::error::EmulatorError;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// Pixels for each unit of the document: sharp on dense screens too.
const DENSITY: f32 = 2.0;

/// Draws an SVG document with the fonts of this machine.
///
/// # Errors
/// [`EmulatorError::Picture`] if the machine has no font, or the document is not an SVG.
pub fn png(svg: &str) -> Result<Vec<u8>, EmulatorError> {
    let refused = |reason: String| EmulatorError::Picture { reason };
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    // What the document asks for is seldom there; this is what stands for it.
    let families = || fonts.faces().filter_map(|face| Some(&face.families.first()?.0));
    let wanted = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Open Sans"];
    let family = wanted
        .into_iter()
        .find(|name| families().any(|family| family == name))
        .map(str::to_owned)
        .or_else(|| families().next().cloned());
    let Some(family) = family else {
        return Err(refused(
            "no font on this machine, so a picture would have no words; install one, such as fonts-dejavu-core"
                .to_owned(),
        ));
    };
    fonts.set_sans_serif_family(family);
    let tree =
        Tree::from_str(svg, &options).map_err(|error| refused(format!("not an SVG document: {error}")))?;
    let size = tree.size().to_int_size().scale_by(DENSITY);
    let pixels = size.and_then(|size| Pixmap::new(size.width(), size.height()));
    let mut pixels = pixels.ok_or_else(|| refused("a picture without a size".to_owned()))?;
    resvg::render(
        &tree,
        Transform::from_scale(DENSITY, DENSITY),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|error| refused(format!("the picture cannot be packed: {error}")))
}

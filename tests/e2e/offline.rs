//! The farmer's pages without network, in Chromium: `tests/browser/offline.mjs` does what people, networks and power cuts
//! do. This prepares the orchard, and ends and begins the program when it is asked to.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
};

use image::{ImageFormat, Rgb, RgbImage};
use season::{Client, Folder, OPERATOR, Orchard, PASSWORD, Serving, jpeg};
use serde_json::json;

/// Trees of the orchard.
const TREES: usize = 12;
/// Sides of a photo that is long on its way, in pixels.
const LARGE_PX: (u32, u32) = (1_400, 1_050);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_doubled_whatever_the_network_does() {
    let folder = Folder::with_real_clock();
    Orchard::add_operator(&folder);
    let serving = folder.serve();
    let mut orchard = Orchard::register(&Client::visitor(&serving.base)).await;
    orchard.import(&Orchard::csv(TREES)).await;
    let pictures = tempfile::tempdir().expect("a temporary folder");
    let codes: Vec<_> = orchard.trees.iter().map(|tree| &tree.code).collect();
    let small: Vec<_> = (201..209)
        .map(|seed| written(pictures.path(), seed, &jpeg(seed)))
        .collect();
    let whole = jpeg(300);
    let base = serving.base.clone();
    let control = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = control.local_addr().expect("an address");
    let keeper = std::thread::spawn(move || keep(&control, &folder, serving));
    let settings = json!({
        "operatorToken": orchard.operator.token(), "operator": OPERATOR, "password": PASSWORD,
        "farmer": "farmer@example.cn", "orchard": orchard.id, "codes": codes, "control": address.port(),
        "large": written(pictures.path(), 301, &large()),
        "small": small,
        "broken": written(pictures.path(), 302, &whole[..whole.len() / 2]),
    });
    super::browser::drive("offline.mjs", &base, settings);
    ask(address, "end");
    keeper.join().expect("the program ended well");
}

/// Ends the program as a power cut would and begins it again, whenever `again` is said; tells where it listens.
fn keep(control: &TcpListener, folder: &Folder, mut serving: Serving) {
    for caller in control.incoming() {
        let mut caller = caller.expect("a caller");
        let mut word = String::new();
        let mut heard = BufReader::new(caller.try_clone().expect("two ends"));
        heard.read_line(&mut word).expect("a word");
        if word.trim() != "again" {
            serving.stop();
            return;
        }
        serving.kill();
        serving = folder.serve();
        writeln!(caller, "{}", serving.base).expect("the caller hears");
    }
}

fn ask(address: std::net::SocketAddr, word: &str) {
    let mut line = TcpStream::connect(address).expect("the keeper listens");
    writeln!(line, "{word}").expect("the keeper hears");
}

fn written(folder: &Path, number: u32, bytes: &[u8]) -> PathBuf {
    let path = folder.join(format!("photo-{number}.jpg"));
    std::fs::write(&path, bytes).expect("written");
    path
}

/// A photo of about a megabyte: leaves of all greens, which do not pack well.
fn large() -> Vec<u8> {
    let (width, height) = LARGE_PX;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519))
            .wrapping_mul(3_266_489_917);
        let [dark, light, warm, _] = mixed.to_be_bytes();
        Rgb([dark / 3 + 20, light / 2 + 90, warm / 4])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("a picture");
    bytes.into_inner()
}

//! Alipay's bill as it comes: ZIP archives that another program writes (Python's own `zipfile`), with names in GBK, a
//! summary beside the movements, and archives that mean harm.

use std::process::Command;

use channels::{ArchiveProblem, Channel, Statement, StatementError};

use crate::keys::alipay;

const BILL: &[u8] = include_bytes!("../data/alipay-trade-bill.csv");

/// What the other program is to write: `bill` is the bill, `z` the archive. Names with the flag of UTF-8 off are written
/// as GBK, as Alipay's are.
const OPENING: &str = r"
import io, sys, zipfile
bill = open(sys.argv[1], 'rb').read()
class Named(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode('gbk'), self.flag_bits & ~0x800
def named(name, method=zipfile.ZIP_DEFLATED):
    one = Named(name, (2026, 11, 28, 10, 0, 0))
    one.compress_type = method
    return one
z = zipfile.ZipFile(sys.argv[2], 'w')
";

/// The archive that these lines write; `None`, said aloud, where there is no Python.
fn written(name: &str, lines: &str) -> Option<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let archive = folder.join(format!("{name}-{}.zip", std::process::id()));
    let bill = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/alipay-trade-bill.csv"
    );
    let script = format!("{OPENING}{lines}\nz.close()\n");
    let ran = Command::new("python3")
        .args(["-c", &script, bill])
        .arg(&archive)
        .output();
    let Ok(ran) = ran else {
        let required = std::env::var_os("CHANNELS_JUDGES").is_some_and(|value| value == "required");
        assert!(!required, "the archives of another program are required");
        eprintln!("NOT JUDGED by another program: there is no python3");
        return None;
    };
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let bytes = std::fs::read(&archive).unwrap();
    std::fs::remove_file(&archive).unwrap();
    Some(bytes)
}

fn read(archive: &[u8]) -> Result<Statement, StatementError> {
    alipay("https://openapi.alipay.com/gateway.do").statement(archive)
}

#[test]
fn the_movements_are_read_and_the_summary_passed_over() {
    let plain = read(BILL).unwrap();
    let summary = "'#支付宝业务汇总\\n门店编号,交易订单总笔数\\n合计,2\\n'.encode('gbk')";
    let lines = format!(
        "z.writestr(named('2088_20261128_业务明细(汇总).csv'), {summary})
z.writestr(named('2088_20261128_业务明细.csv'), bill)"
    );
    let Some(archive) = written("good", &lines) else {
        return;
    };
    let found = read(&archive).unwrap();
    assert_eq!(
        (&found.lines, &found.skipped),
        (&plain.lines, &plain.skipped)
    );
    assert_ne!(found.file, plain.file, "the hash is that of the archive");
    // Sizes behind the content, as writers to a pipe leave them; and whatever the file is called.
    let streamed = "
class Pipe(io.RawIOBase):
    def __init__(self, file): self.file = file
    def writable(self): return True
    def write(self, data): return self.file.write(data)
z.close()
z = zipfile.ZipFile(Pipe(open(sys.argv[2], 'wb')), 'w')
z.writestr(named('../../etc/passwd'), bill)";
    let archive = written("streamed", streamed).unwrap();
    assert_eq!(read(&archive).unwrap().lines, plain.lines);
    let stored = "z.writestr(named('a.csv', zipfile.ZIP_STORED), bill)";
    let archive = written("stored", stored).unwrap();
    assert_eq!(read(&archive).unwrap().lines, plain.lines);
    for cut in (0..archive.len()).step_by(97) {
        assert!(read(&archive[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn an_archive_that_means_harm_is_refused_before_it_grows() {
    let bomb = "
with z.open(named('bomb.csv'), 'w', force_zip64=False) as one:
    zeros = bytes(1 << 20)
    for _ in range(70):
        one.write(zeros)";
    let Some(archive) = written("bomb", bomb) else {
        return;
    };
    assert!(archive.len() < 1 << 20, "small to bring, large to unpack");
    let limit_bytes = 64 * 1024 * 1024;
    let too_large = StatementError::Archive(ArchiveProblem::TooLarge { limit_bytes });
    assert_eq!(read(&archive), Err(too_large));
    let many = "
for n in range(65):
    z.writestr(named(f'{n}.csv'), bill)";
    let archive = written("many", many).unwrap();
    let limit = 64;
    let too_many = StatementError::Archive(ArchiveProblem::TooManyFiles { limit });
    assert_eq!(read(&archive), Err(too_many));
    let other = "z.writestr(named('a.csv', zipfile.ZIP_LZMA), bill)";
    let archive = written("lzma", other).unwrap();
    let unread = StatementError::Archive(ArchiveProblem::Unsupported);
    assert_eq!(read(&archive), Err(unread));
    let none = "z.writestr(named('readme.txt'), 'no bill here')";
    let archive = written("none", none).unwrap();
    assert!(matches!(
        read(&archive),
        Err(StatementError::ColumnMissing { .. })
    ));
    let empty = written("empty", "").unwrap();
    assert!(matches!(
        read(&empty),
        Err(StatementError::ColumnMissing { .. })
    ));
}

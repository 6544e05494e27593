//! Pictures by their mean colour and sounds by their energy: a few questions about what a glance or an ear takes in.
//!
//! Pictures (PNG, JPEG) are decoded by `image`, sounds (WAV) by `hound`. Each file is read once; one that cannot be read has no measures.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::tree::{DEPTH, grown};
use super::{Answer, Fitted, Predictor};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::Table;

/// What is measured of a file.
#[derive(Debug, Clone, Copy)]
enum Medium {
    Picture,
    Sound,
}

impl Medium {
    /// Names of the measures, in their order.
    fn measures(self) -> &'static [&'static str] {
        match self {
            Medium::Picture => &["red", "green", "blue", "brightness"],
            Medium::Sound => &["energy", "seconds"],
        }
    }

    /// The measures of a file; `None` where it cannot be read.
    fn measure(self, file: &Path) -> Option<Vec<f64>> {
        match self {
            Medium::Picture => mean_colour(file),
            Medium::Sound => energy(file),
        }
    }
}

/// Mean of red, green and blue over the points, from 0 to 1, and their luma (ITU-R BT.601).
fn mean_colour(file: &Path) -> Option<Vec<f64>> {
    let picture = image::open(file).ok()?.into_rgb8();
    let points = (picture.width() * picture.height()) as f64;
    let mut sums = [0.0; 3];
    for point in picture.pixels() {
        sums.iter_mut()
            .zip(point.0)
            .for_each(|(sum, value)| *sum += f64::from(value));
    }
    let [red, green, blue] = sums.map(|sum| sum / points / 255.0);
    let brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
    (points > 0.0).then(|| vec![red, green, blue, brightness])
}

/// Root mean square of all samples in decibels of full scale, and seconds.
fn energy(file: &Path) -> Option<Vec<f64>> {
    let mut sound = hound::WavReader::open(file).ok()?;
    let spec = sound.spec();
    let full = 2.0_f64.powi(i32::from(spec.bits_per_sample) - 1);
    let squares: Vec<f64> = match spec.sample_format {
        hound::SampleFormat::Int => sound
            .samples::<i32>()
            .map(|s| s.map(|s| (f64::from(s) / full).powi(2)))
            .collect::<std::result::Result<_, _>>(),
        hound::SampleFormat::Float => sound
            .samples::<f32>()
            .map(|s| s.map(|s| f64::from(s).powi(2)))
            .collect(),
    }
    .ok()?;
    let count = squares.len() as f64;
    let mean = squares.iter().sum::<f64>() / count;
    let seconds = count / f64::from(spec.channels) / f64::from(spec.sample_rate);
    (count > 0.0).then(|| vec![10.0 * mean.max(1e-12).log10(), seconds])
}

/// A few questions about the measures of a column of files.
struct Measured {
    medium: Medium,
    column: String,
    /// Folders that the paths may be relative to.
    folders: Vec<PathBuf>,
    /// The measures of every row of the table.
    measures: OnceLock<Result<Table>>,
}

/// For every column of pictures or sounds.
pub(super) fn list(project: &Project, setup: &Setup) -> Vec<Box<dyn Predictor>> {
    let source = project
        .decisions
        .source
        .first()
        .and_then(|s| s.path.as_ref());
    let beside = source.and_then(|path| project.root.join(path).parent().map(Path::to_path_buf));
    let folders: Vec<PathBuf> = beside.into_iter().chain([project.root.clone()]).collect();
    let mut list: Vec<Box<dyn Predictor>> = Vec::new();
    for medium in [Medium::Picture, Medium::Sound] {
        let kind = match medium {
            Medium::Picture => Kind::Image,
            Medium::Sound => Kind::Sound,
        };
        // One of each kind: a second column of pictures is most often another view of the same.
        let column = setup.dataset.model_inputs().find(|c| c.kind == kind);
        if let Some(column) = column {
            list.push(Box::new(Measured {
                medium,
                column: column.name.clone(),
                folders: folders.clone(),
                measures: OnceLock::new(),
            }));
        }
    }
    list
}

impl Measured {
    fn file(&self, path: &str) -> Option<PathBuf> {
        let places = self.folders.iter().map(|folder| folder.join(path));
        places.into_iter().find(|file| file.is_file())
    }

    fn measures(&self, setup: &Setup) -> Result<&Table> {
        let measured = self.measures.get_or_init(|| {
            let paths = setup.dataset.table.texts(&self.column)?;
            let width = self.medium.measures().len();
            let found: Vec<Vec<f64>> = paths
                .par_iter()
                .map(|path| {
                    let file = path.as_deref().and_then(|path| self.file(path));
                    let found = file.and_then(|file| self.medium.measure(&file));
                    found.unwrap_or_else(|| vec![f64::NAN; width])
                })
                .collect();
            if found.iter().all(|measures| measures[0].is_nan()) {
                return Err(Error::new(format!(
                    "no file named in '{}' could be read",
                    crate::text::escape(&self.column)
                ))
                .with_fix(
                    "give paths of PNG, JPEG or WAV files, relative to the data or to jalon.toml",
                ));
            }
            let names = self.medium.measures().iter().enumerate();
            let columns: Vec<(&str, Vec<f64>)> = names
                .map(|(at, name)| (*name, found.iter().map(|measures| measures[at]).collect()))
                .collect();
            Table::from_numbers(&columns)
        });
        measured.as_ref().map_err(Clone::clone)
    }
}

impl Predictor for Measured {
    fn name(&self) -> &str {
        match self.medium {
            Medium::Picture => "mean_colour",
            Medium::Sound => "sound_energy",
        }
    }

    fn description(&self) -> String {
        match self.medium {
            Medium::Picture => format!(
                "{DEPTH} questions deep about the mean red, green, blue and brightness of the picture"
            ),
            Medium::Sound => {
                format!("{DEPTH} questions deep about the energy and the length of the sound")
            }
        }
    }

    fn fit(&self, _setup: &Setup, _train: &[usize]) -> Result<Fitted> {
        Err(
            Error::new("what is measured of files cannot be kept as a rule")
                .with_fix("add the measures as columns of the data, and write a rule of them"),
        )
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let measures = self.measures(setup)?;
        let names = self.medium.measures();
        let root = grown(
            setup,
            train,
            measures,
            names.iter().map(|name| (*name, true)),
            DEPTH,
        )?;
        let asked = measures.take(test)?;
        let answer = root.answer(&asked, setup.problem.classes.as_ref())?;
        let unread = asked.numbers(names[0])?;
        Ok(Answer {
            unanswered: unread.iter().filter(|value| value.is_nan()).count(),
            ..answer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_mean_colour_and_a_sound_its_energy() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("a.png");
        let half = image::RgbImage::from_fn(2, 2, |x, _| {
            image::Rgb([255, if x == 0 { 255 } else { 0 }, 0])
        });
        half.save(&picture).unwrap();
        let found = mean_colour(&picture).unwrap();
        assert_eq!(found[..3], [1.0, 0.5, 0.0]);
        assert!((found[3] - 0.5925).abs() < 1e-12);

        let sound = folder.path().join("a.wav");
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 1000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&sound, spec).unwrap();
        (0..500).for_each(|_| writer.write_sample(16_384_i16).unwrap());
        writer.finalize().unwrap();
        let found = energy(&sound).unwrap();
        assert!(
            (found[0] - 20.0 * 0.5_f64.log10()).abs() < 1e-9,
            "{found:?}"
        );
        assert_eq!(found[1], 0.5);
        assert!(energy(&picture).is_none() && mean_colour(&sound).is_none());
    }
}

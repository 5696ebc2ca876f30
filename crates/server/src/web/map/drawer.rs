//! The drawing of a map with its words and addresses. It asks no read model.

use fluent_bundle::FluentValue;
use readmodels::map::{MapTree, Standing};
use traceability::spot::hull;

use super::{
    Looking,
    drawing::{self, Field, LINKED_MAX, SINGLE_MAX, STANDINGS, Seen, Sight, Window},
    page::{Frame, Land, Place, class, count, mark, spots},
    projection::{Point, Sheet},
};
use crate::web::{
    i18n::Lang,
    view::{
        map::{DrawnBlock, DrawnField, DrawnTree, ListedTree, MapView, Scale, Tool},
        shell::percent_encoded,
    },
};

/// How many times a field leads nearer.
const NEARER: u8 = 2;
/// Height of letters, in hundredths of the window's width: readable on a phone.
const LETTERS: f64 = 3.3;
/// How far an arrow moves the window, in parts of it.
const STEP: f64 = 0.5;

/// Gives words and addresses to what is seen.
pub(super) struct Drawer<'a> {
    pub(super) lang: Lang,
    pub(super) frame: &'a Frame,
    pub(super) looking: &'a Looking,
}

impl Drawer<'_> {
    /// The drawing, and the trees that are seen.
    pub(super) fn map<'t>(
        &self,
        land: &Land,
        wanted: &[&'t MapTree],
        sheet: &Sheet,
    ) -> (MapView, Vec<&'t MapTree>) {
        let placed: Vec<(&MapTree, Point)> = wanted
            .iter()
            .filter_map(|tree| Some((*tree, sheet.place(tree.spot?))))
            .collect();
        let all: Vec<Point> = spots(land).map(|spot| sheet.place(spot)).collect();
        let chosen = placed
            .iter()
            .find(|(tree, _)| self.looking.tree == Some(tree.tree));
        let asked = Point {
            x: f64::from(self.looking.x.unwrap_or(0)),
            y: f64::from(self.looking.y.unwrap_or(0)),
        };
        let middle = chosen.map_or(asked, |(_, point)| *point);
        let window = Window::new(&all, self.looking.zoom.unwrap_or(0), middle);
        let points: Vec<(Point, Standing)> = placed
            .iter()
            .map(|(tree, point)| (*point, tree.standing))
            .collect();
        let sight = drawing::look(&window, &points);
        let trees: Vec<&MapTree> = sight
            .trees
            .iter()
            .map(|seen| placed[seen.index].0)
            .collect();
        let (is_counted, is_linked) = (
            sight.trees.len() > SINGLE_MAX,
            sight.trees.len() <= LINKED_MAX,
        );
        let singles: &[Seen] = if is_counted { &[] } else { &sight.trees };
        let view = MapView {
            label: self.label(&sight),
            view_box: window.view_box(),
            size: format!("{:.4}", drawing::radius(&window) / 10.0),
            outlines: outlines(land, sheet),
            trees: singles
                .iter()
                .map(|seen| self.tree(placed[seen.index].0, seen.at, is_linked))
                .collect(),
            fields: if is_linked {
                Vec::new()
            } else {
                let fields = sight.fields.iter();
                fields.map(|field| self.field(&window, field)).collect()
            },
            is_counted,
            chosen: chosen.map(|(_, point)| (number(point.x), number(point.y))),
            tools: self.tools(&window),
            data: data(&window),
            ..margins(self.lang, &window)
        };
        (view, trees)
    }

    fn label(&self, sight: &Sight) -> String {
        let args = [("count", FluentValue::from(count(sight.trees.len())))];
        self.lang.text_with("map-label", &args)
    }

    fn tree(&self, tree: &MapTree, at: Point, is_linked: bool) -> DrawnTree {
        DrawnTree {
            x: number(at.x),
            y: number(at.y),
            class: class(tree.standing),
            href: self.leads_to(tree).filter(|_| is_linked),
            title: if is_linked {
                self.title(tree)
            } else {
                String::new()
            },
        }
    }

    fn title(&self, tree: &MapTree) -> String {
        let args = [
            ("tree", FluentValue::from(self.name(tree))),
            (
                "state",
                FluentValue::from(self.lang.word("plan", class(tree.standing))),
            ),
        ];
        self.lang.text_with("plan-tree", &args)
    }

    fn name(&self, tree: &MapTree) -> String {
        let args = [
            ("name", FluentValue::from(tree.name.as_str())),
            ("block", FluentValue::from(tree.block_name.as_str())),
            ("row", FluentValue::from(tree.row.to_string())),
            ("number", FluentValue::from(tree.number.to_string())),
        ];
        self.lang.text_with("tree-name", &args)
    }

    fn leads_to(&self, tree: &MapTree) -> Option<String> {
        match &self.frame.leads_to {
            Place::Offer(campaign) => Some(format!("{campaign}?tree={}#plan", tree.code?)),
            Place::Record => Some(format!("/register/trees/{}", tree.tree)),
        }
    }

    pub(super) fn listed(&self, tree: &MapTree) -> ListedTree {
        ListedTree {
            name: self.name(tree),
            href: self.leads_to(tree),
            variety: tree.variety.clone(),
            state: mark(self.lang, tree.standing),
        }
    }

    fn field(&self, window: &Window, field: &Field) -> DrawnField {
        let standing = STANDINGS.into_iter().zip(field.counts);
        let said: Vec<String> = standing
            .clone()
            .filter(|(_, count)| *count > 0)
            .map(|(standing, count)| format!("{} {count}", self.lang.word("plan", class(standing))))
            .collect();
        let (nearer, middle) = (window.zoom.saturating_add(NEARER), field.middle());
        let tall = [0.16, 0.11, 0.07, 0.04];
        let bars = standing.zip(field.bars()).zip(tall);
        let bars = bars.filter(|(((_, count), _), _)| *count > 0).map(
            |(((standing, _), (x, length)), tall)| {
                (
                    class(standing),
                    number(x),
                    number(length),
                    number(field.height * tall),
                )
            },
        );
        let args = [
            ("count", FluentValue::from(count(field.total()))),
            ("states", FluentValue::from(said.join(", "))),
        ];
        DrawnField {
            x: number(field.x),
            y: number(field.y),
            middle: number(middle.x),
            base: number(field.y + field.height * 0.58),
            width: number(field.width),
            height: number(field.height),
            href: self.address(nearer, middle),
            title: self.lang.text_with("map-field", &args),
            count: field.total(),
            bars: bars.collect(),
            bar_y: number(field.y + field.height * 0.68),
        }
    }

    fn tools(&self, window: &Window) -> Vec<Tool> {
        let (zoom, can_in, can_out) =
            (window.zoom, window.zoom < window.zoom_max, window.is_part());
        let to = |is_there: bool, zoom: u8, right: f64, down: f64| {
            let (zoom, middle) = window.moved(zoom, right, down);
            is_there.then(|| self.address(zoom, middle))
        };
        let ways = [
            (
                "map-nearer",
                "+",
                to(can_in, zoom.saturating_add(1), 0.0, 0.0),
            ),
            (
                "map-farther",
                "−",
                to(can_out, zoom.saturating_sub(1), 0.0, 0.0),
            ),
            ("map-west", "←", to(can_out, zoom, -STEP, 0.0)),
            ("map-north", "↑", to(can_out, zoom, 0.0, -STEP)),
            ("map-south", "↓", to(can_out, zoom, 0.0, STEP)),
            ("map-east", "→", to(can_out, zoom, STEP, 0.0)),
        ];
        ways.into_iter()
            .map(|(key, sign, href)| Tool {
                label: self.lang.text(key),
                sign,
                href,
            })
            .collect()
    }

    /// The address of another window on the same map.
    fn address(&self, zoom: u8, middle: Point) -> String {
        let mut pairs: Vec<(&str, String)> = self.frame.keep.clone();
        for (name, value) in [
            ("state", &self.looking.state),
            ("variety", &self.looking.variety),
        ] {
            if !value.is_empty() {
                pairs.push((name, percent_encoded(value)));
            }
        }
        pairs.push(("zoom", zoom.to_string()));
        pairs.push(("x", format!("{:.0}", middle.x)));
        pairs.push(("y", format!("{:.0}", middle.y)));
        let pairs: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("{}?{}#map", self.frame.action, pairs.join("&"))
    }
}

/// The scale bar, the arrow, and nothing else yet.
fn margins(lang: Lang, window: &Window) -> MapView {
    let (margins, metres) = (window.margins(), drawing::scale_m(window));
    let args = [("metres", FluentValue::from(metres.to_string()))];
    MapView {
        label: String::new(),
        view_box: String::new(),
        unit: number(margins.unit),
        text: number(margins.unit * LETTERS),
        size: String::new(),
        outlines: Vec::new(),
        trees: Vec::new(),
        fields: Vec::new(),
        is_counted: false,
        chosen: None,
        scale: Scale {
            x: number(margins.bar_x),
            y: number(margins.bar_y),
            length: number(f64::from(metres)),
            text: lang.text_with("map-metres", &args),
        },
        north: (number(margins.north_x), number(margins.north_y)),
        tools: Vec::new(),
        data: Default::default(),
    }
}

fn data(window: &Window) -> [String; 6] {
    [
        window.zoom.to_string(),
        window.zoom_max.to_string(),
        number(window.middle.x),
        number(window.middle.y),
        number(window.width),
        number(window.whole()),
    ]
}

/// The blocks: as somebody told, or around their trees.
fn outlines(land: &Land, sheet: &Sheet) -> Vec<DrawnBlock> {
    let mut drawn = Vec::new();
    for block in &land.blocks {
        let around = || {
            let trees = land.trees.iter().filter(|tree| tree.block == block.block);
            hull(&trees.filter_map(|tree| tree.spot).collect::<Vec<_>>())
        };
        let corners = block.outline.clone().unwrap_or_else(around);
        let points: Vec<Point> = corners.iter().map(|spot| sheet.place(*spot)).collect();
        let Some(top) = points.iter().map(|point| point.y).reduce(f64::min) else {
            continue;
        };
        let left = points
            .iter()
            .map(|point| point.x)
            .fold(f64::INFINITY, f64::min);
        let right = points
            .iter()
            .map(|point| point.x)
            .fold(f64::NEG_INFINITY, f64::max);
        let corners = points
            .iter()
            .map(|point| format!("{},{}", number(point.x), number(point.y)));
        drawn.push(DrawnBlock {
            name: block.name.clone(),
            points: corners.collect::<Vec<_>>().join(" "),
            is_guessed: block.outline.is_none(),
            x: number(f64::midpoint(left, right)),
            y: number(top),
        });
    }
    drawn
}

/// Metres to the centimetre; `-0.00` is written as nothing less than `0`.
fn number(metres: f64) -> String {
    let text = format!("{metres:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

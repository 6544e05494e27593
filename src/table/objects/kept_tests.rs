//! What is fetched, kept, used again and forgotten.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;

/// Objects by key; none where the store does not answer. Counts the objects that were fetched.
#[derive(Clone, Default)]
struct Fake {
    objects: Rc<RefCell<Option<BTreeMap<String, String>>>>,
    fetched: Rc<RefCell<usize>>,
}

impl Fake {
    fn put(&self, key: &str, text: &str) {
        let mut objects = self.objects.borrow_mut();
        objects
            .get_or_insert_default()
            .insert(key.into(), text.into());
    }

    fn fetch(&self, kept: &Objects, text: &str) -> Result<Fetched> {
        let address = Address::of(Path::new(text)).unwrap();
        // As if a minute had gone by.
        let mut index = kept.index();
        index.asked.values_mut().for_each(|asked| asked.at = 0);
        kept.keep(&index)?;
        let store = |_: &Address| Ok(Box::new(self.clone()) as Box<dyn Store>);
        kept.fetch_from(&address, store, &mut |_| Ok(()))
    }
}

impl Store for Fake {
    fn list(&self, address: &Address) -> Result<Vec<Object>> {
        let objects = self.objects.borrow();
        let objects = objects
            .as_ref()
            .ok_or_else(|| Error::new("no route to the host"))?;
        let ours = objects
            .iter()
            .filter(|(key, _)| *key == address.key() || address.takes(key));
        Ok(ours
            .map(|(key, text)| Object {
                key: key.clone(),
                size: text.len() as u64,
                etag: Some(text.clone()),
                written: 0,
            })
            .collect())
    }

    fn bytes(&self, object: &Object, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        *self.fetched.borrow_mut() += 1;
        let objects = self.objects.borrow();
        let text = &objects.as_ref().unwrap()[&object.key];
        text.as_bytes().chunks(3).try_for_each(take)
    }
}

#[test]
fn objects_are_fetched_once_and_again_when_they_change() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Objects::at(folder.path().join("objects"));
    let store = Fake::default();
    store.put("rides/a.csv", "x\n1\n");
    let fetch = || store.fetch(&kept, "s3://b/rides/a.csv").unwrap();
    let path = fetch().path;
    assert_eq!(fs::read_to_string(&path).unwrap(), "x\n1\n");
    fetch();
    assert_eq!(*store.fetched.borrow(), 1, "unchanged");
    store.put("rides/a.csv", "x\n2\n");
    fetch();
    assert_eq!(fs::read_to_string(&path).unwrap(), "x\n2\n");
    fs::remove_file(&path).unwrap();
    fetch();
    assert_eq!(
        *store.fetched.borrow(),
        3,
        "what was deleted is fetched again"
    );
}

#[test]
fn a_folder_holds_what_the_store_holds() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Objects::at(folder.path().join("objects"));
    let store = Fake::default();
    for key in [
        "rides/year=2015/a.csv",
        "rides/year=2016/a.csv",
        "rides/note.md",
    ] {
        store.put(key, "x\n1\n");
    }
    let path = store.fetch(&kept, "s3://b/rides").unwrap().path;
    assert_eq!(files::named(&path).unwrap().len(), 2);
    let objects = &store.objects;
    let gone = objects
        .borrow_mut()
        .as_mut()
        .unwrap()
        .remove("rides/year=2015/a.csv");
    assert!(gone.is_some());
    store.fetch(&kept, "s3://b/rides").unwrap();
    assert_eq!(files::named(&path).unwrap().len(), 1);
    let told = store.fetch(&kept, "s3://b/none").unwrap_err().to_string();
    assert!(told.contains("no such object"), "{told}");
}

#[test]
fn without_an_answer_what_was_fetched_before_is_used_and_that_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Objects::at(folder.path().join("objects"));
    let store = Fake::default();
    let address = "s3://b/a.csv";
    let told = store.fetch(&kept, address).unwrap_err().to_string();
    assert!(
        told.contains("no route") && told.contains(address),
        "{told}"
    );
    store.put("a.csv", "x\n1\n");
    let path = store.fetch(&kept, address).unwrap().path;
    store.objects.replace(None);
    let fetched = store.fetch(&kept, address).unwrap();
    assert_eq!(fetched.path, path);
    assert!(fetched.told.unwrap().contains("does not answer"));
    fs::remove_file(&path).unwrap();
    assert!(store.fetch(&kept, address).is_err());
}

#[test]
fn nothing_stays_of_what_was_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Objects::at(folder.path().join("objects"));
    let store = Fake::default();
    store.put("a.csv", "x\n1\n2\n3\n");
    let address = Address::of(Path::new("s3://b/a.csv")).unwrap();
    let of = |_: &Address| Ok(Box::new(store.clone()) as Box<dyn Store>);
    let stopped = &mut |share: f64| match share > 0.5 {
        true => Err(Error::cancelled()),
        false => Ok(()),
    };
    let error = kept.fetch_from(&address, of, stopped).unwrap_err();
    assert!(error.is_cancelled());
    let bucket = folder.path().join("objects/s3/b");
    assert_eq!(fs::read_dir(bucket).unwrap().count(), 0);
}

#[test]
fn objects_are_handed_over_to_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| Objects::at(folder.path().join(name));
    let store = Fake::default();
    store.put("a.csv", "x\n1\n");
    store.fetch(&at("one"), "s3://b/a.csv").unwrap();
    let address = Address::of(Path::new("s3://b/a.csv")).unwrap();
    at("one").hand_over(&address, &at("two")).unwrap();
    store.fetch(&at("two"), "s3://b/a.csv").unwrap();
    assert_eq!(*store.fetched.borrow(), 1);
    assert!(!at("one").place(&address).exists());
}

#[cfg(not(feature = "cloud"))]
#[test]
fn a_build_without_stores_says_so_and_names_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Objects::at(folder.path().to_owned());
    let address = Address::of(Path::new("s3://b/a.csv")).unwrap();
    let error = kept.fetch(&address, &mut |_| Ok(())).unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("s3://b/a.csv") && told.contains("--features cloud"),
        "{told}"
    );
    assert!(told.contains("aws s3 cp"), "{told}");
}

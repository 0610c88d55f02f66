//! The lock of a store of objects: one object, put on the condition that none is there, or that it is still the one that
//! was read. Of two publishers one loses.

use std::sync::PoisonError;

use object_store::{Error, PutMode, UpdateVersion};

use super::notes::{Holder, Note};
use super::object::Objects;
use super::target::Fault;

impl Objects {
    /// Takes the lock, or gives who has it.
    pub(super) async fn take(
        &self,
        mine: &Holder,
        may_break: &dyn Fn(&Holder) -> bool,
    ) -> Result<Result<(), Holder>, Fault> {
        let path = Note::Lock.path();
        let bytes = mine.bytes();
        // The lock may go away between being seen and being read.
        for _ in 0..3 {
            let is_conditional = match self.put_note(path, &bytes, PutMode::Create).await {
                Ok(version) => {
                    self.hold(version);
                    return Ok(Ok(()));
                }
                Err(Error::AlreadyExists { .. }) => true,
                Err(Error::NotImplemented { .. }) => false,
                Err(error) => return Err(self.fault("lock", path, &error)),
            };
            let mode = match self.get(path).await? {
                // Another may have come since: the next try finds out.
                None if is_conditional => continue,
                None => PutMode::Overwrite,
                Some((there, version)) => {
                    let holder = Holder::read(&there);
                    if holder.is(mine) {
                        self.hold(version);
                        return Ok(Ok(()));
                    }
                    if !may_break(&holder) {
                        return Ok(Err(holder));
                    }
                    PutMode::Update(version)
                }
            };
            let put = match self.put_note(path, &bytes, mode).await {
                Err(Error::NotImplemented { .. }) => {
                    self.put_note(path, &bytes, PutMode::Overwrite).await
                }
                put => put,
            };
            match put {
                Ok(version) => {
                    self.hold(version);
                    return Ok(Ok(()));
                }
                // Somebody else was faster.
                Err(
                    Error::Precondition { .. }
                    | Error::NotModified { .. }
                    | Error::AlreadyExists { .. },
                ) => {}
                Err(error) => return Err(self.fault("lock", path, &error)),
            }
        }
        let there = self.get(path).await?;
        Ok(Err(Holder::read(
            &there.map_or_else(Vec::new, |(bytes, ..)| bytes),
        )))
    }

    /// Holds the lock for longer. `false` where it was broken.
    pub(super) async fn hold_on(&self, mine: &Holder) -> Result<bool, Fault> {
        let path = Note::Lock.path();
        let mode = self.held().map_or(PutMode::Overwrite, PutMode::Update);
        match self.put_note(path, &mine.bytes(), mode).await {
            Ok(version) => {
                self.hold(version);
                Ok(true)
            }
            // An answer that was lost makes our own lock look like another's.
            Err(Error::Precondition { .. } | Error::AlreadyExists { .. }) => {
                self.is_ours(mine).await
            }
            // A store without conditions: all that can be done is to look before.
            Err(Error::NotImplemented { .. }) => {
                if !self.is_ours(mine).await? {
                    return Ok(false);
                }
                let put = self.put_note(path, &mine.bytes(), PutMode::Overwrite).await;
                put.map(|version| self.hold(version))
                    .map_err(|error| self.fault("lock", path, &error))?;
                Ok(true)
            }
            Err(error) => Err(self.fault("lock", path, &error)),
        }
    }

    fn hold(&self, version: UpdateVersion) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(version);
    }

    fn held(&self) -> Option<UpdateVersion> {
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether the lock is still ours.
    pub(super) async fn is_ours(&self, mine: &Holder) -> Result<bool, Fault> {
        let there = self.get(Note::Lock.path()).await?;
        Ok(there.is_some_and(|(bytes, version)| {
            let ours = Holder::read(&bytes).is(mine);
            if ours {
                self.hold(version);
            }
            ours
        }))
    }
}

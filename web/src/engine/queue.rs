//! Which job runs when: one at a time, and of those that wait only the newest.

use super::Job;

/// The jobs of one worker.
#[derive(Debug, Default)]
pub struct Queue {
    /// Whether the worker has said that it is ready.
    ready: bool,
    /// Id of the job that the worker has.
    running: Option<u64>,
    /// The newest job that it does not have yet.
    waiting: Option<Job>,
}

impl Queue {
    /// A new job; gives the one to post now, if the worker is free.
    pub fn submit(&mut self, job: Job) -> Option<Job> {
        self.waiting = Some(job);
        self.next()
    }

    /// The worker is ready; gives the job to post now.
    pub fn ready(&mut self) -> Option<Job> {
        self.ready = true;
        self.next()
    }

    /// The worker has answered; gives the job to post now.
    pub fn done(&mut self) -> Option<Job> {
        self.running = None;
        self.next()
    }

    /// The worker is gone: the id of the job that it had, and the job that waits for the next worker.
    pub fn lose(&mut self) -> (Option<u64>, Option<Job>) {
        self.ready = false;
        (self.running.take(), self.waiting.take())
    }

    /// Takes the newest job away, for running it elsewhere.
    pub fn take_newest(&mut self) -> Option<Job> {
        self.waiting.take()
    }

    /// Whether the worker has said that it is ready.
    pub fn is_ready(&self) -> bool {
        self.ready
    }

    fn next(&mut self) -> Option<Job> {
        if !self.ready || self.running.is_some() {
            return None;
        }
        let job = self.waiting.take();
        self.running = job.as_ref().map(|job| job.id);
        job
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(id: u64) -> Job {
        Job {
            id,
            input: kic_core::wire::Input::default(),
            question: None,
            sections: kic_core::wire::Sections::ALL,
            window: None,
        }
    }

    fn id(job: Option<Job>) -> Option<u64> {
        job.map(|job| job.id)
    }

    #[test]
    fn jobs_wait_until_the_worker_is_ready() {
        let mut queue = Queue::default();
        assert_eq!(id(queue.submit(job(1))), None);
        assert_eq!(id(queue.ready()), Some(1));
    }

    #[test]
    fn the_newest_of_the_waiting_jobs_wins() {
        let mut queue = Queue::default();
        queue.ready();
        assert_eq!(id(queue.submit(job(1))), Some(1));
        assert_eq!(id(queue.submit(job(2))), None);
        assert_eq!(id(queue.submit(job(3))), None);
        assert_eq!(id(queue.done()), Some(3));
        assert_eq!(id(queue.done()), None);
    }

    #[test]
    fn a_lost_worker_gives_back_what_it_had_and_what_waits() {
        let mut queue = Queue::default();
        queue.ready();
        queue.submit(job(1));
        queue.submit(job(2));
        let (lost, waiting) = queue.lose();
        assert_eq!((lost, id(waiting)), (Some(1), Some(2)));
        assert_eq!(id(queue.submit(job(3))), None, "the next worker is not ready yet");
        assert_eq!(id(queue.ready()), Some(3));
    }
}

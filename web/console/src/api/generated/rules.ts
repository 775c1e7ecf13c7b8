export const rules = {
  "Assignment": {
    "level": {
      "minimum": 0,
      "maximum": 100
    },
    "queue": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "waitThresholdS": {
      "minimum": 0,
      "maximum": 86400
    }
  },
  "Bulk": {
    "people": {
      "minItems": 1
    }
  },
  "BulkChange": {
    "languages": {
      "pattern": "^[a-z]{2}$",
      "minItems": 1
    },
    "phone": {
      "pattern": "^(browser|sip)$"
    },
    "removeQueues": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "removeSkills": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "site": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "team": {
      "minLength": 1,
      "maxLength": 100
    }
  },
  "Credentials": {
    "login": {
      "minLength": 1,
      "maxLength": 200
    },
    "password": {
      "minLength": 1,
      "maxLength": 1000
    }
  },
  "NewPerson": {
    "extension": {
      "pattern": "^[0-9]{2,10}$"
    },
    "languages": {
      "pattern": "^[a-z]{2}$",
      "minItems": 1
    },
    "login": {
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$"
    },
    "name": {
      "minLength": 1,
      "maxLength": 100
    },
    "password": {
      "minLength": 15,
      "maxLength": 200
    },
    "phone": {
      "pattern": "^(browser|sip)$"
    },
    "role": {
      "pattern": "^[a-z][a-z0-9_-]{1,39}$"
    },
    "site": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "team": {
      "minLength": 1,
      "maxLength": 100
    }
  },
  "NewRole": {
    "description": {
      "maxLength": 500
    },
    "id": {
      "pattern": "^[a-z][a-z0-9_-]{1,39}$"
    },
    "name": {
      "minLength": 1,
      "maxLength": 60
    }
  },
  "NewTenant": {
    "displayName": {
      "minLength": 1,
      "maxLength": 100
    },
    "hosts": {
      "minItems": 1
    },
    "id": {
      "pattern": "^[a-z][a-z0-9]{2,19}$"
    }
  },
  "PersonChange": {
    "extension": {
      "pattern": "^[0-9]{2,10}$"
    },
    "languages": {
      "pattern": "^[a-z]{2}$",
      "minItems": 1
    },
    "name": {
      "minLength": 1,
      "maxLength": 100
    },
    "phone": {
      "pattern": "^(browser|sip)$"
    },
    "role": {
      "pattern": "^[a-z][a-z0-9_-]{1,39}$"
    },
    "site": {
      "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
    },
    "team": {
      "minLength": 1,
      "maxLength": 100
    }
  },
  "RoleFields": {
    "description": {
      "maxLength": 500
    },
    "name": {
      "minLength": 1,
      "maxLength": 60
    }
  },
  "ScopeFields": {
    "queues": {
      "minLength": 1,
      "maxLength": 100
    },
    "sites": {
      "minLength": 1,
      "maxLength": 100
    },
    "teams": {
      "minLength": 1,
      "maxLength": 100
    }
  }
} as const;
